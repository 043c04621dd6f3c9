// One state: its figures and where they come from, its ties, its commitments, its story.

import { get, part } from "./api.js";
import { HEADER, lines, numbersOf } from "./chart.js";
import { h, link } from "./dom.js";
import { day, known, listed, number, percent, words } from "./format.js";
import { learn, nameOf, stateBox } from "./names.js";
import { bars, card, empty, figure, heading, stateLink, stateList, story, table } from "./parts.js";
import { yearBox } from "./years.js";

const FIRST = ["USA", "CHN", "IND", "RUS", "JPN", "DEU", "GBR", "FRA", "BRA", "IDN"];

export async function show({ root, args, query, signal }) {
  await learn();
  const to = (code, year = query.year) => { location.hash = `#/state/${part(code)}${year ? `?year=${year}` : ""}`; };
  const [code] = args;
  if (!code) {
    root.append(heading("State", "One state: figures with their sources, ties, commitments and story",
      "Type a name, or choose one of the largest; a click on the map comes here too."),
      h("div", { class: "form" }, stateBox("State", null, to)),
      empty(h("p", {}, "Some to begin with:"), stateList(FIRST)));
    return;
  }
  const year = query.year ? Number(query.year) : null;
  const x = await get(`state/${part(code)}${year ? `?year=${year}` : ""}`, signal);
  document.title = `${x.name} – multipolar`;
  const form = h("div", { class: "form", style: "margin:0" }, stateBox("State", x.code, to), await yearBox(x.year ?? year, (y) => to(code, y)));
  root.append(heading(["State", spellsOf(x)].filter(Boolean).join(", "), x.said || `${x.name} (${x.code})`, "", form));
  const shares = Object.entries(x.shares ?? {}).filter(([, v]) => known(v));
  const course = x.course?.years?.length
    ? [{ name: x.name, colour: 0, past: { years: x.course.years, values: x.course.share ?? x.course.values } }] : null;
  root.append(h("div", { class: shares.length && course ? "wide-left" : "" },
    course ? figure({ title: "Share of capability through the years", sub: x.course.label ?? "Part of all states together.",
      drawing: lines({ series: course, unit: "share", label: `Share of ${x.name} in capability, by year`, height: 260 }),
      header: HEADER.slice(0, 3), rows: () => numbersOf(course).map((r) => r.slice(0, 3)), name: `share-${x.code}` }) : null,
    shares.length ? card("Share by index", known(x.rank) ? `Rank ${x.rank} of all states.` : "", bars(shares
      .sort((a, b) => b[1] - a[1]).map(([k, v]) => ({ name: words(k), value: v, text: percent(v) })))) : null));

  const figures = x.figures ?? [];
  root.append(card("Figures and where they come from", tally(figures), figures.length ? table([
    { title: "Figure", head: true, cell: (r) => r.label ?? words(r.variable), key: (r) => r.label ?? r.variable },
    { title: "Value", number: true, cell: (r) => r.shown ?? number(r.value), key: (r) => r.value },
    { title: "Unit", cell: (r) => (r.unit === "1" ? "" : r.unit ?? "") },
    { title: "Year", number: true, cell: (r) => r.year ?? "", key: (r) => r.year },
    { title: "Status", cell: (r) => h("span", { class: r.status === "observed" ? "quiet" : "tag" }, r.status ?? ""), key: (r) => r.status },
    { title: "Source", cell: (r) => h("span", { class: "quiet" }, r.source ?? ""), key: (r) => r.source },
  ], figures, { label: `Figures of ${x.name}` }) : empty(`No figures of ${x.name} are at hand for this year. The embedded table holds the states of 2025; earlier years need the publishers’ files (multipolar data).`)));

  const ties = (x.ties ?? []).filter((t) => t.with?.length);
  root.append(h("div", { class: "two" },
    card("Who it is tied to", x.bloc ? `Bloc: ${x.bloc}.` : "In no bloc.", ties.length
      ? h("dl", { class: "facts" }, ties.flatMap((t) => [h("dt", {}, words(t.kind)), h("dd", {}, stateList(t.with))]))
      : h("p", { class: "quiet" }, "No ties are known for this year."),
    x.borders?.length ? [h("h3", { style: "margin-top:14px" }, "Neighbours on land"), neighbours(x)] : null),
    card("Story", "", x.story?.length ? story(x.story) : h("p", { class: "quiet" }, "No event is kept."))));
  root.append(commitments(x.commitments, `${x.name} has been in ${(x.commitments ?? []).length} commitments of the record.`, x.name));
}

function neighbours(x) {
  return h("ul", { class: "names" }, x.borders.map((b) => h("li", {}, link(`#/pair/${part(x.code)}/${part(b)}`, nameOf(b), { "aria-label": `${x.name} and ${nameOf(b)}` }))));
}

function spellsOf(x) {
  const spells = (x.spells ?? []).map(([a, b]) => `${a}–${b && b < 2025 ? b : ""}`);
  return spells.length ? `in the system ${listed(spells)}` : "";
}

function tally(figures) {
  const of = (s) => figures.filter((f) => f.status === s).length;
  if (!figures.length) return "";
  return `${figures.length} figures: ${of("observed")} observed, ${of("imputed")} imputed, ${of("unverified")} not verified.`;
}

/** A table of commitments with links to their stories; also of a pair. */
export function commitments(rows, sub, name) {
  if (!rows?.length) return card("Commitments", "", h("p", { class: "quiet" }, "None in the record."));
  return card("Commitments", sub, table([
    { title: "Commitment", head: true, cell: (r) => link(`#/commitments/${part(r.id)}`, r.name), key: (r) => r.name },
    { title: "Kind", cell: (r) => words(r.kind), key: (r) => r.kind },
    { title: "Since", cell: (r) => day(r.since), key: (r) => r.since },
    { title: "Until", cell: (r) => (r.until ? day(r.until) : h("span", { class: "quiet" }, "in force")), key: (r) => r.until || "9999" },
  ], rows, { label: `Commitments of ${name}`, sort: { column: 2, down: true } }));
}

export { stateLink };
