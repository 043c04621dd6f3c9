// One state: its figures and where they come from, its ties, its commitments, its story.

import { get, once, part } from "./api.js";
import { HEADER, lines, numbersOf } from "./chart.js";
import { h, link } from "./dom.js";
import { day, known, listed, number, percent, words } from "./format.js";
import { learn, nameOf, stateBox } from "./names.js";
import { bars, card, empty, figure, heading, stateList, story, table } from "./parts.js";
import { yearBox } from "./years.js";

const SOME = ["USA", "CHN", "IND", "RUS", "JPN", "DEU", "GBR", "FRA", "BRA", "IDN"];
const LISTS = { cow_majors: "Great power (Correlates of War)", levy: "Great power (Levy)", maoz_global: "Global power (Maoz)",
  p5: "Permanent member of the Security Council", nuclear: "Nuclear weapons", g7: "Group of Seven" };

export async function show({ root, args, query, signal }) {
  await learn();
  const to = (code, year = query.year) => { location.hash = `#/state/${part(code)}${year ? `?year=${year}` : ""}`; };
  const [code] = args;
  if (!code) {
    root.append(heading("State", "One state: figures with their sources, ties, commitments and story", "Type a name, or choose one of the largest; a click on the map comes here too."),
      h("div", { class: "form" }, stateBox("State", null, to)), empty(h("p", {}, "Some to begin with:"), stateList(SOME)));
    return;
  }
  const x = await get(`state/${part(code)}${query.year ? `?year=${query.year}` : ""}`, signal);
  document.title = `${x.name} – multipolar`;
  root.append(heading(["State", spells(x)].filter(Boolean).join(", "), finding(x), lists(x),
    h("div", { class: "form", style: "margin:0" }, stateBox("State", x.code, to), await yearBox(x.year, (y) => to(code, y)))));
  if (!x.present) {
    const kin = [...(x.predecessors ?? []), ...(x.successors ?? [])];
    root.append(empty(x.missing ?? `${x.name} was no member of the system at the end of ${x.year}, so there are no figures. Choose a year in which it was.`,
      kin.length ? h("p", {}, "Before and after it: ", kin.flatMap((k, i) => [i ? ", " : "", link(`#/state/${part(k.code)}`, k.name)])) : null));
  }

  const power = Object.entries(x.power ?? {});
  const place = h("div");
  root.append(power.length ? h("div", { class: "wide-left" }, place, card("Share by index", `Of all states in ${x.year}, with its rank.`, bars(power.sort((a, b) => b[1].share - a[1].share)
    .map(([k, v]) => ({ name: words(k), value: v.share, text: `${percent(v.share)}  (${v.rank})` }))))) : place);
  once("shares").then((all) => {
    const own = all.shares[x.code];
    if (!own?.some(known) || signal.aborted) return;
    const series = [{ name: x.name, colour: 0, past: { years: all.years, values: own } }];
    place.append(figure({ title: "Share of capability through the years", sub: `Composite index of national capability (CINC), ${x.name} of all states.`, name: `share-${x.code}`,
      drawing: lines({ series, unit: "share", height: 270, label: `Share of ${x.name} in capability by year`, marks: [{ year: x.year, text: x.year > 2015 ? "" : String(x.year) }] }),
      header: HEADER.slice(0, 3), rows: () => numbersOf(series).map((r) => r.slice(0, 3)), caption: all.missing ?? "" }));
  }, () => {});

  if (x.figures?.length) root.append(figures(x));
  if (x.present) root.append(h("div", { class: "two" }, ties(x), trade(x)));
  root.append(h("div", { class: "two" },
    card("Story", "From the tables of the package.", x.events?.length ? story(x.events.map((e) => ({ when: day(e.date), text: capital(e.what), source: e.kind })), 20)
      : h("p", { class: "quiet" }, "No event is kept.")),
    card(`Commitments in force, ${x.year}`, "", x.commitments?.length ? commitments(x.commitments, x.year) : h("p", { class: "quiet" }, "None is known for this year."))));
}

function finding(x) {
  const cinc = x.power?.cinc;
  if (!x.present) return `${x.name}: not in the system of ${x.year}`;
  if (!cinc) return `${x.name} in ${x.year}`;
  const others = Object.entries(x.power).filter(([k]) => k !== "cinc").sort((a, b) => b[1].share - a[1].share);
  const ranks = Object.values(x.power).map((p) => p.rank);
  const span = Math.min(...ranks) === Math.max(...ranks) ? `ranks ${Math.min(...ranks)}` : `ranks ${Math.min(...ranks)} to ${Math.max(...ranks)}`;
  return `${x.name} holds ${percent(cinc.share)} of capability in ${x.year} (CINC)${others.length ? ` and ${span} over ${ranks.length} indices` : ""}`;
}

function spells(x) {
  const all = (x.spells ?? []).map(([a, b]) => `${a}–${b < 2025 ? b : ""}`);
  return all.length ? `in the system ${listed(all)}` : "";
}

function lists(x) {
  return Object.entries(x.lists ?? {}).filter(([, v]) => v.length)
    .map(([k, v]) => `${LISTS[k] ?? words(k)}: ${listed(v.map(([a, b]) => `${a}–${b < 2025 ? b : ""}`))}`).join(". ");
}

function figures(x) {
  const of = (s) => x.figures.filter((f) => f.status === s).length;
  const told = [[of("observed"), "observed"], [of("imputed"), "imputed"], [of("unverified"), "not verified"]].filter(([n]) => n).map(([n, w]) => `${n} ${w}`);
  const source = (key) => x.sources?.[key]?.title ?? key;
  return card("Figures and where they come from", `${x.figures.length} figures: ${listed(told)}${x.unknown?.length ? `. Unknown: ${listed(x.unknown.map((u) => words(u).toLowerCase()))}` : ""}.`, table([
    { title: "Figure", head: true, cell: (r) => capital((r.meaning ?? words(r.variable)).replace(/^1 where (an? )?/, "")), key: (r) => r.meaning },
    { title: "Value", number: true, cell: (r) => (yes(r) ? (r.value ? "yes" : "no") : r.unit === "share" || r.unit === "1/year" ? percent(r.value) : r.unit === "J" ? number(r.value / 1e18) : number(r.value)), key: (r) => r.value },
    { title: "Unit", cell: (r) => unit(r.unit) },
    { title: "Rank", number: true, cell: (r) => (yes(r) ? "" : `${r.rank} of ${r.known}`), key: (r) => r.rank },
    { title: "Year", number: true, cell: (r) => r.year ?? "", key: (r) => r.year },
    { title: "Status", cell: (r) => h("span", { class: r.status === "observed" ? "quiet" : "tag" }, r.status ?? ""), key: (r) => r.status },
    { title: "Source", cell: (r) => h("span", { class: "quiet small" }, source(r.source)), key: (r) => source(r.source) },
  ], x.figures, { label: `Figures of ${x.name}` }));
}

const yes = (r) => /^1 where /.test(r.meaning ?? "");
const unit = (u) => ({ 1: "", share: "", "1/year": "a year", km2: "km²", USD: "US$", J: "EJ" })[u] ?? u ?? "";

function ties(x) {
  const rows = [["Allies", x.allies], ["Rivals", x.rivals], ["Sanctions", x.sanctions_sent], ["Sanctioned by", x.sanctions_received]].filter(([, l]) => l?.length);
  return card("Who it is tied to", "", rows.length ? h("dl", { class: "facts" }, rows.flatMap(([k, l]) => [h("dt", {}, k), h("dd", {}, withPairs(x, l))])) : h("p", { class: "quiet" }, "No tie is known for this year."),
    x.neighbours?.length ? [h("h3", { style: "margin-top:16px" }, `Neighbours on land (${x.neighbours.length})`), withPairs(x, x.neighbours)] : null);
}

/** Names that lead to the pair with this state. */
function withPairs(x, list) {
  return h("ul", { class: "names" }, list.slice(0, 40).map((o) => h("li", {}, link(`#/pair/${part(x.code)}/${part(o.code)}?year=${x.year}`, o.name ?? nameOf(o.code)))),
    list.length > 40 ? h("li", { class: "quiet" }, `and ${list.length - 40} more`) : null);
}

function trade(x) {
  if (!x.partners?.length) return card("Trade", "", h("p", { class: "quiet" }, "No trade is known for this year."));
  return card("Trade with its largest partners", "US dollars a year.", table([
    { title: "Partner", head: true, cell: (r) => link(`#/pair/${part(x.code)}/${part(r.code)}?year=${x.year}`, r.name), key: (r) => r.name },
    { title: "Exports", number: true, cell: (r) => number(r.exports), key: (r) => r.exports },
    { title: "Imports", number: true, cell: (r) => number(r.imports), key: (r) => r.imports },
    { title: "Status", cell: (r) => h("span", { class: r.observed ? "quiet" : "tag" }, r.observed ? "observed" : "imputed") },
  ], x.partners, { label: `Trade of ${x.name}` }));
}

function commitments(rows, year) {
  return table([
    { title: "Commitment", head: true, cell: (r) => link(`#/commitments/${part(r.id)}?year=${year}`, r.name), key: (r) => r.name },
    { title: "Kind", cell: (r) => words(r.kind), key: (r) => r.kind },
    { title: "Since", cell: (r) => (r.in_force ?? "").slice(0, 4), key: (r) => r.in_force },
  ], rows, { label: "Commitments", sort: { column: 2, down: true }, most: 20 });
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
