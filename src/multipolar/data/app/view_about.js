// How good the model is, what the data are, and what to cite.

import { get } from "./api.js";
import { choice, h, select, field } from "./dom.js";
import { day, known, number, percent } from "./format.js";
import { card, empty, heading, interval, legend, table } from "./parts.js";

const TINT = { better: "g0", ahead: "g5", "within chance": "grey", behind: "g1", worse: "g3" };
const NAMED = { ahead: "ahead, no interval", behind: "behind, no interval" };
/** The first word of a verdict; what follows a semicolon is shown beside it in the table. */
const kindOf = (verdict) => (/within chance/.test(verdict.split(";")[0]) ? "within chance" : verdict.split(";")[0]);

export async function show({ root, query, keep, signal }) {
  const [x, board] = await Promise.all([get("about", signal), get("scoreboard", signal)]);
  const rows = board.lines ?? [];
  root.append(heading("The model", finding(rows), "Forecasts of the past, each made from what was known at its origin, against a baseline that costs nothing."));
  root.append(rows.length ? scoreboard(rows, query, keep, signal) : card("How good the model is", "", empty("No scoreboard comes with this version. “multipolar backtest” and “multipolar scoreboard” make one.")));
  const counts = Object.entries(x.counts ?? {});
  root.append(h("div", { class: "two" },
    card("Version and data", "", h("dl", { class: "facts" }, [["multipolar", x.version], ["World measured", day(x.world_date)],
      ...counts.map(([k, v]) => [k.charAt(0).toUpperCase() + k.slice(1), number(v)]),
      ["Imputed figures", known(x.imputed) ? number(x.imputed) : ""], ["Not verified", known(x.unverified) ? number(x.unverified) : ""],
      ["Publishers’ files", x.data ? "at hand" : (x.missing ?? "not at hand")], ["Folder", x.folder], ["Processors used", x.threads],
      ...Object.entries(x.hashes ?? {}).map(([k, v]) => [`Hash of the ${k}`, h("code", { class: "small" }, v)])]
      .filter(([, v]) => v !== "" && v !== null && v !== undefined).flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, v)]))),
    card("What to cite", "", x.cite ? h("pre", { tabindex: "0", "aria-label": "Citation", style: "white-space:pre-wrap" }, x.cite) : h("p", { class: "quiet" }, "“multipolar cite” prints it."),
      h("p", { class: "caption" }, "The page asks nothing of any network but this computer. Typeface: Inter, SIL Open Font Licence. Boundaries: Natural Earth, public domain."))));
  if (x.sources?.length) root.append(card("Sources", `${x.sources.length} sources stand behind the figures.`, table([
    { title: "Source", head: true, cell: (s) => s.title ?? s.key, key: (s) => s.title ?? s.key },
    { title: "Publisher", cell: (s) => s.publisher ?? "", key: (s) => s.publisher },
    { title: "Year", number: true, cell: (s) => s.year ?? "", key: (s) => s.year },
    { title: "Licence", cell: (s) => h("span", { class: "quiet" }, s.licence ?? ""), key: (s) => s.licence },
  ], x.sources, { label: "Sources", most: 15 })));
}

function finding(rows) {
  if (!rows.length) return "How far to trust the numbers";
  const of = (...kinds) => number(rows.filter((r) => kinds.includes(kindOf(r.verdict))).length);
  return `Of ${number(rows.length)} lines the model is better than its baseline in ${of("better")}, worse in ${of("worse")}, within chance in ${of("within chance")}; ${of("ahead", "behind")} have too few separate stretches of years to say`;
}

function scoreboard(rows, query, keep, signal) {
  const eras = [...new Set(rows.map((r) => r.era))];
  const horizons = [...new Set(rows.map((r) => r.horizon))].sort((a, b) => a - b);
  const now = { era: eras.includes(query.era) ? query.era : eras[0], horizon: horizons.includes(Number(query.horizon)) ? Number(query.horizon) : horizons.includes(10) ? 10 : horizons[0] };
  const place = h("div");
  function draw() {
    if (!signal.aborted) keep({ era: now.era, horizon: now.horizon });
    const held = rows.filter((r) => r.era === now.era && r.horizon === now.horizon);
    const [low, high] = [-1, 1];
    const kinds = Object.keys(TINT).filter((k) => held.some((r) => kindOf(r.verdict) === k));
    place.replaceChildren(legend(kinds.map((k) => [`${NAMED[k] ?? k} (${held.filter((r) => kindOf(r.verdict) === k).length})`, TINT[k] ?? "grey"])), table([
      { title: "What is forecast", head: true, cell: (r) => [r.label ?? r.target, r.group && r.group !== "all" ? `, ${r.group}` : ""], key: (r) => `${r.label} ${r.group}` },
      { title: "Cases", number: true, cell: (r) => number(r.cases), key: (r) => r.cases },
      { title: "Baseline", cell: (r) => h("span", { class: "quiet" }, String(r.reference ?? "").replaceAll("_", " ")), key: (r) => r.reference },
      { title: "Skill", number: true, cell: (r) => h("strong", {}, percent(r.skill, 1)), key: (r) => r.skill },
      { title: "90% interval", number: true, cell: (r) => (known(r.low) ? `${percent(r.low, 1)} to ${percent(r.high, 1)}` : "–") },
      { title: "", hidden: "Skill with its interval", class: "bar", cell: (r) => (known(r.skill) ? interval({ low: r.low ?? r.skill, high: r.high ?? r.skill, value: r.skill, from: low, to: high, colour: TINT[kindOf(r.verdict)] ?? "grey" }) : "") },
      { title: "In 90% band", number: true, cell: (r) => percent(r.inside90, 0), key: (r) => r.inside90 },
      { title: "Verdict", class: "said", cell: (r) => r.verdict ?? "", key: (r) => r.verdict },
    ], held, { label: "Scoreboard", sort: { column: 3, down: true }, most: 60 }));
  }
  const controls = h("div", { class: "form", style: "margin:0" },
    h("div", { class: "field" }, h("span", { class: "label" }, "Years ahead"), choice("Years ahead", horizons.map((y) => [String(y), y === 0 ? "whole path" : String(y)]), String(now.horizon), (v) => { now.horizon = Number(v); draw(); })),
    field("Origins", select(eras.map((e) => [e, e]), now.era, (v) => { now.era = v; draw(); })));
  draw();
  return h("section", { class: "card" }, h("div", { class: "cardhead" }, h("div", {}, h("h2", {}, "How good the model is"),
    h("p", { class: "sub" }, "Skill: the share of the baseline’s error that the model saves; 0 is no better, below 0 worse. The bar runs from −100% to 100%. Where no interval stands there are too few separate stretches of 20 years for one.")), controls), place);
}
