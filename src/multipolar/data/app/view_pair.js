// Two states: what binds and divides them, and their story.

import { get, part } from "./api.js";
import { HEADER, lines, numbersOf } from "./chart.js";
import { h, link } from "./dom.js";
import { known, number, words } from "./format.js";
import { learn, stateBox } from "./names.js";
import { card, empty, figure, heading, stateLink, story } from "./parts.js";
import { commitments } from "./view_state.js";
import { yearBox } from "./years.js";

const SOME = [["RUS", "CHN"], ["USA", "CHN"], ["IND", "PAK"], ["FRA", "DEU"], ["GBR", "USA"], ["GRC", "TUR"]];

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
  document.title = `${x.a.name} and ${x.b.name} – multipolar`;
  root.append(heading("Pair", x.said || `${x.a.name} and ${x.b.name}`, "",
    h("div", { class: "form", style: "margin:0" }, boxes, await yearBox(x.year ?? query.year, (y) => go(y)))));
  const ties = Object.entries(x.ties ?? {});
  const figures = x.figures ?? [];
  root.append(h("div", { class: "two" },
    card("What binds and divides them", "", ties.length ? h("dl", { class: "facts" }, ties.flatMap(([k, v]) =>
      [h("dt", {}, words(k)), h("dd", {}, typeof v === "boolean" ? (v ? "yes" : "no") : known(v) ? number(v) : v ?? "unknown")]))
      : h("p", { class: "quiet" }, "Nothing is known for this year.")),
    card("Side by side", "", figures.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Side by side" }, h("table", {},
      h("thead", {}, h("tr", {}, h("td", {}, ""), h("th", { scope: "col", class: "n" }, stateLink(x.a.code, x.a.name)), h("th", { scope: "col", class: "n" }, stateLink(x.b.code, x.b.name)), h("th", { scope: "col" }, "Unit"))),
      h("tbody", {}, figures.map((f) => h("tr", {}, h("th", { scope: "row" }, f.label), h("td", { class: "n" }, text(f.a)), h("td", { class: "n" }, text(f.b)), h("td", { class: "quiet" }, f.unit === "1" ? "" : f.unit ?? ""))))))
      : h("p", {}, stateLink(x.a.code, x.a.name), " and ", stateLink(x.b.code, x.b.name)))));
  for (const line of x.series ?? []) {
    const series = [{ name: line.label, colour: 0, past: line }];
    root.append(figure({ title: line.label, sub: line.sub ?? "", drawing: lines({ series, unit: line.unit ?? "number", label: line.label, height: 230, zero: line.zero ?? true, digits: 2 }),
      header: HEADER.slice(0, 3), rows: () => numbersOf(series).map((r) => r.slice(0, 3)), name: `pair-${a}-${b}` }));
  }
  root.append(card("Story", "Alliances, treaties, disputes and wars between the two, in order.",
    x.story?.length ? story(x.story) : h("p", { class: "quiet" }, "No event between the two is kept.")));
  root.append(commitments(x.commitments, "Commitments with both among their parties.", `${x.a.name} and ${x.b.name}`));
}

const text = (v) => (known(v) ? number(v) : v ?? "–");
