// Two runs held against each other, future by future, with shared luck.

import { Problem, get, part } from "./api.js";
import { HEADER, lines, numbersOf } from "./chart.js";
import { field, h, link, select } from "./dom.js";
import { known, number, percent, signed, value as written } from "./format.js";
import { learn, nameOf } from "./names.js";
import { card, empty, fault, figure, heading, interval, table } from "./parts.js";

export async function show({ root, args, query, keep, signal }) {
  await learn();
  const runs = (await get("runs", signal)).filter((r) => r.state === "done" && r.kind !== "claims");
  let [a, b] = args;
  const go = () => { if (a && b && a !== b) location.hash = `#/compare/${part(a)}/${part(b)}`; };
  const options = (none) => [["", none], ...runs.map((r) => [r.id, `${r.title || r.id}, ${number(r.members)} futures, seed ${r.seed}`])];
  const form = h("div", { class: "form" },
    field("Run A", select(options("Choose"), a ?? "", (v) => { a = v; go(); })), field("Run B", select(options("Choose"), b ?? "", (v) => { b = v; go(); })));
  if (!a || !b) {
    root.append(heading("Compare", "What a scenario changes, with the luck held the same"));
    root.append(runs.length < 2 ? empty(h("p", {}, `Two runs that are done are needed; there ${runs.length === 1 ? "is one" : "are none"}. `, link("#/runs", "Start a run"), " of each scenario with the same seed and number of futures."))
      : h("div", {}, form, empty("Choose two runs. Runs with the same seed and number of futures share their luck: each future of one has its twin in the other.")));
    return;
  }
  let x;
  try {
    x = await get(`compare?a=${part(a)}&b=${part(b)}`, signal);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    root.append(heading("Compare", "These two cannot be compared"), form, fault(error), empty("Runs are compared future by future, so both need the same start, last year, seed and number of futures."));
    return;
  }
  const titles = { a: runs.find((r) => r.id === a)?.title ?? a, b: runs.find((r) => r.id === b)?.title ?? b };
  root.append(heading("Compare", x.said?.[0] || `${titles.b} against ${titles.a}`, [`B “${titles.b}” less A “${titles.a}”`, ...(x.said ?? []).slice(1)].map((s) => s.replace(/\.$/, "")).join(". ") + "."), form);
  if (x.changes?.length) root.append(card("What the scenario changes", "", h("ul", { class: "effects" }, x.changes.map((c) => h("li", {}, c.text ?? [c.kind, c.name].join(" "))))));

  const choices = pairs(x.fans);
  if (choices.length) {
    const now = { what: choices.some(([k]) => k === query.what) ? query.what : choices[0][0] };
    const place = h("div");
    const draw = () => {
      const [, label, one, other, unit] = choices.find(([k]) => k === now.what);
      const series = [{ name: "A", colour: 0, future: one }, { name: "B", colour: 3, future: other }];
      place.replaceChildren(figure({ title: label, sub: `A: ${titles.a}. B: ${titles.b}. Median, half and nine in ten of the futures.`, name: "compare",
        extra: field("Show", select(choices.map(([k, l]) => [k, l]), now.what, (v) => { now.what = v; keep({ what: v }); draw(); })),
        drawing: lines({ series, unit, height: 340, label: `${label} in both runs`, zero: unit === "count" }), header: HEADER, rows: () => numbersOf(series) }));
    };
    draw();
    root.append(place);
  }
  root.append(differences(x));
}

function pairs(fans) {
  if (!fans?.a || !fans?.b) return [];
  const states = Object.keys(fans.a.states ?? {}).filter((c) => fans.b.states?.[c])
    .map((c) => [`state.${c}`, `${fans.a.states[c].name ?? nameOf(c)}: share of capability`, fans.a.states[c], fans.b.states[c], "share"]);
  const measures = Object.keys(fans.a.measures ?? {}).filter((m) => fans.b.measures?.[m])
    .map((m) => [`measure.${m}`, fans.a.measures[m].label, fans.a.measures[m], fans.b.measures[m], fans.a.measures[m].unit]);
  return [...states, ...measures];
}

function differences(x) {
  if (x.identical === 1) return card(`Differences in ${x.year}`, "", empty("Every future is the same in both, to the last bit: the differences are exactly zero."));
  const rows = x.rows ?? [];
  const kinds = new Map();
  for (const r of rows) {
    const key = `${r.unit}|${r.measure}`;
    const reach = Math.max(Math.abs(r.low ?? 0), Math.abs(r.high ?? 0), Math.abs(r.difference ?? 0), 1e-12);
    kinds.set(key, Math.max(kinds.get(key) ?? 0, reach));
  }
  return card(`Differences in ${x.year}`, `Means over ${number(x.members)} pairs of futures. The bar holds nine in ten of the differences, on a scale of its own for each measure; “within chance” where the mean is within twice its Monte-Carlo error.`, table([
    { title: "Measure", head: true, cell: (r) => [r.label ?? r.measure, r.of ? `, ${r.name || nameOf(r.of)}` : ""], key: (r) => `${r.label} ${r.of}` },
    { title: "A", number: true, cell: (r) => written(r.a, r.unit), key: (r) => r.a },
    { title: "B", number: true, cell: (r) => written(r.b, r.unit), key: (r) => r.b },
    { title: "B less A", number: true, cell: (r) => h("strong", {}, signed(r.difference, r.unit)), key: (r) => r.difference },
    { title: "Error", number: true, cell: (r) => (known(r.error_mc) ? (r.unit === "share" ? signed(r.error_mc, "share", 2).replace("+", "") : number(r.error_mc)) : "") },
    { title: "Nine in ten", number: true, cell: (r) => `${signed(r.low, r.unit)} to ${signed(r.high, r.unit)}` },
    { title: "", hidden: "Interval", class: "bar", cell: (r) => {
      const reach = kinds.get(`${r.unit}|${r.measure}`);
      return interval({ low: r.low, high: r.high, value: r.difference, from: -reach, to: reach, colour: r.clear ? "g3" : "grey" });
    } },
    { title: "Higher in", number: true, cell: (r) => percent(r.higher, 0), key: (r) => r.higher },
    { title: "", hidden: "Clear of chance", cell: (r) => (r.clear ? "" : h("span", { class: "quiet small" }, "within chance")) },
  ], rows, { label: "Differences", most: 30 }));
}
