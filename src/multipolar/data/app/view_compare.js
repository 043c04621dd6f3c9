// Two runs held against each other, future by future, with shared luck.

import { Problem, get, part, perhaps } from "./api.js";
import { HEADER, lines, numbersOf } from "./chart.js";
import { field, h, link, select } from "./dom.js";
import { number, percent, signed, value as written } from "./format.js";
import { learn } from "./names.js";
import { card, empty, fault, figure, heading, interval, table } from "./parts.js";
import { changeWords } from "./view_run.js";

const SHARES = new Set(["capability", "cinc", "share"]);

export async function show({ root, args, query, keep, signal }) {
  await learn();
  const runs = (await get("runs", signal)).filter((r) => r.state === "done" && r.kind === "run");
  let [a, b] = args;
  const go = () => { if (a && b && a !== b) location.hash = `#/compare/${part(a)}/${part(b)}`; };
  const options = [["", "Choose a run"], ...runs.map((r) => [r.id, `${r.title || r.id}${r.branch ? `, branch at ${r.branch.at}` : ""}, ${number(r.members)} to ${r.until}, seed ${r.seed}`])];
  const form = h("div", { class: "form" },
    field("A", select(options, a ?? "", (v) => { a = v; go(); }, { style: "max-width:min(440px, 100%)" })), field("B", select(options, b ?? "", (v) => { b = v; go(); }, { style: "max-width:min(440px, 100%)" })));
  if (!a || !b) {
    root.append(heading("Compare", "What a scenario changes, with the luck held the same"));
    root.append(runs.length < 2 ? empty(h("p", {}, `Two runs that are done are needed; ${runs.length === 1 ? "there is one" : "there are none"}. `, link("#/runs", "Start a run"), " of each scenario with the same seed and number of futures."))
      : h("div", {}, form, empty("Choose two runs. Runs with the same seed and number of futures share their luck: each future of one has its twin in the other.")));
    return;
  }
  let x;
  try {
    x = await get(`compare?a=${part(a)}&b=${part(b)}`, signal);
  } catch (error) {
    if (!(error instanceof Problem) || error.status === 404) throw error;
    root.append(heading("Compare", "These two cannot be compared"), form, fault(error), empty("Runs are compared future by future, so both need the same start, seed and number of futures."));
    return;
  }
  const [said, rest] = [clear(x), x.said.slice(0, 1)];
  root.append(heading("Compare", said, [`B “${x.other.title}” less A “${x.one.title}”`, ...rest].map((t) => t.replace(/\.$/, "")).join(". ") + ".", null), form);
  if (x.identical === 1) {
    root.append(empty("Every future is the same in both, to the last bit: the differences are exactly zero. Choose another scenario for one of them."));
    return;
  }
  if (x.changes.length) root.append(card("What is different in the scenario", "", h("ul", { class: "effects" }, x.changes.map((c) => h("li", {}, changeWords(c))))));
  const fans = await Promise.all([a, b].map((id) => perhaps(`runs/${part(id)}/fans`, signal).catch(() => null)));
  const choices = drawings(x, fans);
  if (choices.length) {
    const now = { what: choices.some((c) => c.key === query.what) ? query.what : choices[0].key };
    const place = h("div");
    const draw = () => {
      const c = choices.find((o) => o.key === now.what);
      place.replaceChildren(figure({ title: c.label, sub: c.sub, name: "compare",
        extra: field("Show", select(choices.map((o) => [o.key, o.title]), now.what, (v) => { now.what = v; keep({ what: v }); draw(); place.querySelector("select").focus(); }, { style: "max-width:300px" })),
        drawing: lines({ series: c.series, unit: c.unit, height: 340, label: c.label, zero: c.zero, digits: 2 }), header: HEADER, rows: () => numbersOf(c.series) }));
    };
    draw();
    root.append(place);
  }
  root.append(differences(x));
}

/** The difference that is furthest from nothing in errors of its mean, as a sentence. */
function clear(x) {
  const rows = x.rows.filter((r) => r.clear && r.mc_error > 0);
  if (x.identical === 1) return "Nothing differs between the two";
  if (!rows.length) return "No difference stands out from chance in so many futures";
  const r = rows.sort(foremost)[0];
  const unit = unitOf(r.measure);
  return `${named(r.label)}: ${signed(r.difference, unit)} on average by ${r.year}, ${signed(r.q05, unit)} to ${signed(r.q95, unit)} in nine of ten futures`;
}

/** The system before states, shares before their other fields, then the clearest of chance. */
const place = (r) => (r.of === "" ? 0 : SHARES.has(r.measure) ? 1 : 2);
const strength = (r) => (r.clear && r.mc_error > 0 ? Math.abs(r.difference) / r.mc_error : 0);
function foremost(p, q) {
  return (strength(q) > 0) - (strength(p) > 0) || place(p) - place(q) || strength(q) - strength(p);
}
const named = (label) => label.replace(/^Gdp ppp/, "GDP at purchasing power").replace(/^Gdp/, "GDP");
const unitOf = (measure) => (SHARES.has(measure) ? "share" : "number");

function drawings(x, [one, other]) {
  const out = [];
  if (one && other) {
    const both = (p, q) => [{ name: "A", colour: 0, future: { years: one.years, ...p } }, { name: "B", colour: 3, future: { years: other.years, ...q } }];
    const sub = `A: ${x.one.title}. B: ${x.other.title}. Median, half and nine in ten of the futures.`;
    for (const c of Object.keys(one.states)) {
      if (other.states[c]) out.push({ key: `state.${c}`, title: `Share: ${one.states[c].name}`, label: `${one.states[c].name}, share of capability`, sub, series: both(one.states[c], other.states[c]), unit: "share", zero: false });
    }
    for (const m of Object.keys(one.measures)) {
      if (other.measures[m]) out.push({ key: `measure.${m}`, title: one.measures[m].label, label: one.measures[m].label, sub, series: both(one.measures[m], other.measures[m]), unit: "number", zero: false });
    }
  }
  for (const f of x.fans) {
    out.push({ key: `difference.${f.measure}.${f.of}`, title: `Difference: ${f.label}`, label: `${f.label}: B less A`, sub: "Differences future by future: median, half and nine in ten.", series: [{ name: "B less A", colour: 3, future: f }], unit: unitOf(f.measure), zero: true });
  }
  const first = x.rows.filter((r) => strength(r) > 0).sort(foremost)[0];
  const lead = first && out.findIndex((o) => o.key === `state.${first.of}` || o.key === `difference.${first.measure}.${first.of}`);
  return lead > 0 ? [out[lead], ...out.slice(0, lead), ...out.slice(lead + 1)] : out;
}

function differences(x) {
  const seen = new Set();
  const rows = x.rows.filter((r) => r.moved > 0).filter((r) => {
    const same = `${r.one}|${r.difference}|${r.q05}|${r.q95}`;
    return seen.has(same) ? false : seen.add(same);
  }).sort(foremost);
  const reach = new Map();
  for (const r of rows) reach.set(r.measure, Math.max(reach.get(r.measure) ?? 0, Math.abs(r.q05), Math.abs(r.q95), Math.abs(r.difference), 1e-12));
  const still = x.rows.filter((r) => !(r.moved > 0)).length;
  const unit = (r) => unitOf(r.measure);
  return card(`Differences in ${x.rows[0]?.year ?? "the last year"}`, `Over ${number(x.members)} pairs of futures. The bar holds nine in ten of the differences; bars of one measure share a scale, with a rule at zero. Grey: the mean is within twice its Monte-Carlo error.${still ? ` ${still} measures are exactly the same in both.` : ""}`, table([
    { title: "Measure", head: true, cell: (r) => named(r.label), key: (r) => r.label },
    { title: "A", number: true, cell: (r) => written(r.one, unit(r)), key: (r) => r.one },
    { title: "B", number: true, cell: (r) => written(r.one + r.difference, unit(r)), key: (r) => r.one + r.difference },
    { title: "B less A", number: true, cell: (r) => h("strong", {}, signed(r.difference, unit(r), 2)), key: (r) => r.difference },
    { title: "Error of the mean", number: true, cell: (r) => signed(r.mc_error, unit(r), 2).replace("+", ""), key: (r) => r.mc_error },
    { title: "Nine in ten", number: true, cell: (r) => `${signed(r.q05, unit(r))} to ${signed(r.q95, unit(r))}` },
    { title: "", hidden: "Interval", class: "bar", cell: (r) => interval({ low: r.q05, high: r.q95, value: r.difference, from: -reach.get(r.measure), to: reach.get(r.measure), colour: r.clear ? "g3" : "grey" }) },
    { title: "Higher in", number: true, cell: (r) => percent(r.higher, 0), key: (r) => r.higher },
    { title: "", hidden: "Clear of chance", class: "nowrap", cell: (r) => (r.clear ? "" : h("span", { class: "quiet small" }, "within chance")) },
  ], rows, { label: "Differences", most: 30 }));
}
