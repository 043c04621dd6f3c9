// Two states: what binds and divides them, and their story.

import { get, part } from "./api.js";
import { HEADER, lines, numbersOf } from "./chart.js";
import { h, link } from "./dom.js";
import { day, known, listed, number, percent, words } from "./format.js";
import { learn, stateBox } from "./names.js";
import { card, empty, figure, heading, legend, stateLink, story } from "./parts.js";
import { strips } from "./strips.js";
import { yearBox } from "./years.js";

const SOME = [["RUS", "CHN"], ["USA", "CHN"], ["IND", "PAK"], ["FRA", "DEU"], ["GBR", "USA"], ["GRC", "TUR"]];
const BONDS = ["defence", "offence", "neutrality", "nonaggression", "consultation"];

export async function show({ root, args, query, signal }) {
  const names = await learn();
  let [a, b] = args;
  const go = (year = query.year) => {
    if (a && b && a !== b) location.hash = `#/pair/${part(a)}/${part(b)}${year ? `?year=${year}` : ""}`;
  };
  const boxes = [stateBox("First state", a, (c) => { a = c; go(); }), stateBox("Second state", b, (c) => { b = c; go(); })];
  if (!a || !b) {
    root.append(heading("Pair", "Two states: treaties, disputes, wars, votes and trade between them", "Type two names."),
      h("div", { class: "form" }, boxes),
      empty(h("p", {}, "Some to begin with:"), h("ul", { class: "names" }, SOME.map(([x, y]) =>
        h("li", {}, link(`#/pair/${x}/${y}`, `${names.get(x) ?? x} and ${names.get(y) ?? y}`))))));
    return;
  }
  const x = await get(`pair/${part(a)}/${part(b)}${query.year ? `?year=${query.year}` : ""}`, signal);
  const [one, other] = x.names;
  document.title = `${one} and ${other} – multipolar`;
  root.append(heading("Pair", finding(x), tally(x), h("div", { class: "form", style: "margin:0" }, boxes, await yearBox(x.year, (y) => go(y)))));
  if (x.missing) root.append(empty(x.missing));
  const years = x.series?.year ?? [];
  if (years.length) {
    const rows = [{ name: "Alliance", values: x.series.alliance, kind: (v) => (v > 0 ? "g2" : null) },
      { name: "Dispute", values: x.series.hostility ?? x.series.dispute, kind: (v) => (v > 0 ? "g3" : null), strength: (v) => 0.25 + 0.15 * Math.min(5, v) }];
    root.append(figure({ title: "Allied and at odds", sub: "Years with an alliance in force, and with a militarised dispute; the darker, the more hostile (1 to 5).",
      drawing: h("div", {}, legend([["Alliance", "g2"], ["Dispute", "g3"]]), strips({ years, rows, label: `Alliances and disputes of ${one} and ${other} by year` })),
      header: ["Year", "Alliance", "Dispute", "Hostility"], rows: () => years.map((y, k) => [y, x.series.alliance[k], x.series.dispute[k], x.series.hostility?.[k]]), name: `course-${a}-${b}` }));
    const drawn = [["vote agreement", 0], ["vote similarity", 3]].filter(([k]) => x.series[k]?.some(known))
      .map(([k, colour]) => ({ name: words(k), colour, past: { years, values: x.series[k] } }));
    const bodies = x.series["shared bodies"]?.some((v) => v > 0) ? [{ name: "Shared bodies", colour: 2, past: { years, values: x.series["shared bodies"] } }] : [];
    root.append(h("div", { class: drawn.length && bodies.length ? "two" : "" },
      drawn.length ? figure({ title: "Votes in the United Nations", sub: "How alike the two vote, by year.", drawing: lines({ series: drawn, height: 230, label: "Likeness of votes", digits: 2 }), header: HEADER.slice(0, 3), rows: () => numbersOf(drawn).map((r) => r.slice(0, 3)), name: `votes-${a}-${b}` }) : null,
      bodies.length ? figure({ title: "Bodies with both as members", sub: "Count by year.", drawing: lines({ series: bodies, unit: "count", height: 230, label: "Shared bodies" }), header: HEADER.slice(0, 3), rows: () => numbersOf(bodies).map((r) => r.slice(0, 3)), name: `bodies-${a}-${b}` }) : null));
  }
  root.append(h("div", { class: "wide-left" },
    card("Story", "Alliances, treaties, disputes and wars between the two, in order.", x.story?.length ? story(x.story.map((e) => ({ when: day(e.date), text: e.what.charAt(0).toUpperCase() + e.what.slice(1), source: e.kind === "note" ? "" : e.kind, quiet: e.kind === "note" })), 14)
      : h("p", { class: "quiet" }, "No event between the two is kept.")),
    ties(x, one, other)));
}

function finding(x) {
  const [one, other] = x.names;
  const on = (k) => x.ties?.[k]?.there > 0 || x.ties?.[k]?.back > 0;
  const bonds = BONDS.filter(on).map((k) => (k === "nonaggression" ? "non-aggression" : k));
  if (!Object.keys(x.ties ?? {}).length) return `${one} and ${other}`;
  const against = [on("war") ? "at war" : "", on("rivalry") ? "listed as rivals" : "", on("sanction") ? "under sanctions of one another" : ""].filter(Boolean);
  const first = bonds.length ? `bound by treaty to ${listed(bonds)}` : "bound by no treaty of alliance";
  return `${one} and ${other}, ${x.year}: ${first}${against.length ? `, and ${listed(against)}` : ""}`;
}

function tally(x) {
  const kinds = new Map();
  for (const e of x.story ?? []) kinds.set(e.kind, (kinds.get(e.kind) ?? 0) + 1);
  const told = [...kinds].sort((p, q) => q[1] - p[1]).map(([k, n]) => `${k} (${n})`);
  return told.length ? `Events in the record: ${listed(told)}.` : "";
}

function ties(x, one, other) {
  const rows = Object.entries(x.ties ?? {});
  if (!rows.length) return card("What binds and divides them", "", h("p", { class: "quiet" }, "Nothing is known for this year."));
  const text = (t, v) => {
    if (!known(v)) return "unknown";
    if (t.unit === "1" && (v === 0 || v === 1)) return v ? "yes" : "no";
    return t.unit === "share" ? percent(v) : `${number(v)}${{ 1: "", count: "", km: " km", USD: " US$" }[t.unit] ?? ` ${t.unit}`}`;
  };
  const [both, way] = [rows.filter(([, t]) => !t.directed), rows.filter(([, t]) => t.directed)];
  return card("What binds and divides them", `At the end of ${x.year}.`,
    h("dl", { class: "facts" }, both.flatMap(([k, t]) => [h("dt", { title: t.meaning }, words(k)), h("dd", {}, text(t, t.there))])),
    way.length ? h("h3", { style: "margin:18px 0 4px" }, "Each way") : null, way.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Ties" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "From"), h("th", { scope: "col", class: "n" }, stateLink(x.a, one)), h("th", { scope: "col", class: "n" }, stateLink(x.b, other)))),
    h("tbody", {}, way.map(([k, t]) => h("tr", {}, h("th", { scope: "row", title: t.meaning }, words(k)), h("td", { class: "n" }, text(t, t.there)), h("td", { class: "n" }, text(t, t.back))))))) : null);
}
