// The calculator: your weights and thresholds, and the verdict at once.

import { get, post } from "./api.js";
import { calmly, choice, field, h, select } from "./dom.js";
import { known, listed, number, percent, signed, words } from "./format.js";
import { learn, nameOf } from "./names.js";
import { bars, card, fault, stateLink, table, verdictBar } from "./parts.js";
import { yearBox } from "./years.js";

export async function show({ root, query, keep, signal }) {
  await learn();
  const forms = await get(`polarity/forms${query.year ? `?year=${query.year}` : ""}`, signal);
  const names = new Map([...(forms.variables ?? []), ...(forms.indices ?? [])].map((v) => [v.name, v.label ?? words(v.name)]));
  const now = {
    year: Number(query.year) || forms.year,
    weights: read(query.w) ?? Object.fromEntries((forms.indices ?? []).slice(0, 1).map((i) => [i.name, 1])),
    rules: readRules(query.t),
    union: query.union ?? forms.union?.[0] ?? "members",
    actors: query.actors ?? forms.sets?.[0] ?? "all",
  };
  const head = h("h1", {}, "Polarity by your own weights");
  const answer = h("div", { "aria-live": "polite" });
  let asked = 0;
  const judge = calmly(async () => {
    keep({ year: now.year, w: write(now.weights), t: writeRules(now.rules), union: now.union, actors: now.actors });
    asked += 1;
    const mine = asked;
    try {
      const found = await post("polarity", { year: now.year, weights: now.weights, rules: now.rules, union: now.union, actors: now.actors });
      if (mine === asked && !signal.aborted) tell(found);
    } catch (error) {
      if (mine === asked && !signal.aborted) answer.replaceChildren(fault(error));
    }
  }, 120);

  function tell(x) {
    head.textContent = x.said || "The verdict by these weights";
    answer.replaceChildren(
      card("Verdict by rule", "What each rule says of the same shares.", h("div", {}, x.verdicts ? verdictBar(x.verdicts) : null, h("div", { style: "height:12px" }), table([
        { title: "Rule", head: true, cell: (r) => words(r.rule) },
        { title: "Verdict", cell: (r) => r.kind },
        { title: "Poles", cell: (r) => listed((r.poles ?? []).map(nameOf), 6) },
      ], x.own ?? [], { label: "Verdict by rule" }))),
      card("Capability by these weights", "Share of all actors chosen.", bars((x.shares ?? []).slice(0, 12).map((s) =>
        ({ name: stateLink(s.code, s.name ?? nameOf(s.code)), value: s.share, text: percent(s.share) })))),
      x.moves?.length ? card("Who would move it", "The smallest change of one state’s figure that turns the verdict.", table([
        { title: "State", head: true, cell: (r) => stateLink(r.code, r.name ?? nameOf(r.code)) },
        { title: "Change", number: true, cell: (r) => (known(r.change) ? `${signed(100 * r.change)}%` : "–"), key: (r) => Math.abs(r.change) },
        { title: "Rule", cell: (r) => words(r.rule ?? "") },
        { title: "Then", cell: (r) => r.to ?? "" },
      ], x.moves, { label: "Who would move it" })) : null);
  }

  const sliders = h("div");
  const on = new Map();
  function weightRows() {
    sliders.replaceChildren(...[["Indices", forms.indices ?? []], ["Variables", forms.variables ?? []]].filter(([, l]) => l.length).map(([title, list]) =>
      h("fieldset", {}, h("legend", {}, title), list.map((v) => {
        const out = h("output", {}, "");
        const input = h("input", { type: "range", min: 0, max: 100, step: 5, value: Math.round(100 * (now.weights[v.name] ?? 0)), oninput: () => {
          const w = Number(input.value) / 100;
          if (w) now.weights[v.name] = w;
          else delete now.weights[v.name];
          parts();
          judge();
        } });
        on.set(v.name, [input, out]);
        return h("div", { class: "knob" }, field(names.get(v.name), input), out);
      }))));
    parts();
  }
  function parts() {
    const total = Object.values(now.weights).reduce((a, b) => a + b, 0);
    for (const [name, [, out]] of on) out.textContent = now.weights[name] ? percent(now.weights[name] / total, 0) : "–";
  }
  const equal = h("button", { type: "button", class: "button", onclick: () => {
    now.weights = Object.fromEntries((forms.indices ?? []).map((i) => [i.name, 1]));
    weightRows();
    judge();
  } }, "All indices alike");
  const clear = h("button", { type: "button", class: "button", onclick: () => {
    now.weights = Object.fromEntries((forms.indices ?? []).slice(0, 1).map((i) => [i.name, 1]));
    now.rules = {};
    weightRows();
    thresholds.replaceChildren(...ruleRows());
    judge();
  } }, "Start again");
  const ruleRows = () => (forms.rules ?? []).map((r) => h("fieldset", {}, h("legend", {}, r.label ?? words(r.name)),
    r.said ? h("p", { class: "hint", style: "margin:0 0 6px" }, r.said) : null,
    (r.thresholds ?? []).map((t) => {
      const value = now.rules[r.name]?.[t.name] ?? t.default;
      const out = h("output", {}, number(value));
      const input = h("input", { type: "range", min: t.low, max: t.high, step: t.step ?? (t.high - t.low) / 50, value, oninput: () => {
        now.rules[r.name] = { ...now.rules[r.name], [t.name]: Number(input.value) };
        out.textContent = number(Number(input.value));
        judge();
      } });
      return h("div", { class: "knob" }, field(t.label ?? words(t.name), input), out);
    })));
  const thresholds = h("div", {}, ruleRows());
  weightRows();
  root.append(
    h("div", { class: "top" }, h("div", {}, h("p", { class: "kicker" }, `Polarity calculator, ${now.year}`), head,
      h("p", { class: "lead" }, "What a pole is hangs on the weights and on the rule. Move them and see whether the verdict moves.")),
      h("div", { class: "form", style: "margin:0" }, await yearBox(now.year, (y) => { now.year = y; location.hash = `#/polarity?${new URLSearchParams({ year: y, w: write(now.weights) })}`; }))),
    h("div", { class: "calculator" },
      h("div", {}, card("Weights", "Parts of the mix; they are scaled to 100%.", sliders, h("div", { class: "buttons", style: "margin-top:12px" }, equal, clear)),
        card("Actors", "", h("div", { class: "form", style: "margin:0" },
          forms.sets?.length ? field("Among whom", select(forms.sets.map((x) => [x, words(x)]), now.actors, (v) => { now.actors = v; judge(); })) : null,
          forms.union?.length > 1 ? h("div", { class: "field" }, h("span", { class: "label" }, "European Union"), choice("European Union", forms.union.map((x) => [x, words(x)]), now.union, (v) => { now.union = v; judge(); })) : null)),
        card("Thresholds", "", thresholds)),
      answer));
  judge();
}

const write = (w) => Object.entries(w).map(([k, v]) => `${k}:${v}`).join(",");
function read(text) {
  if (!text) return null;
  const out = {};
  for (const item of text.split(",")) {
    const [name, w] = item.split(":");
    if (Number(w) > 0) out[name] = Number(w);
  }
  return Object.keys(out).length ? out : null;
}
const writeRules = (rules) => Object.entries(rules).flatMap(([r, t]) => Object.entries(t).map(([k, v]) => `${r}.${k}:${v}`)).join(",");
function readRules(text) {
  const out = {};
  for (const item of (text ?? "").split(",").filter(Boolean)) {
    const [name, v] = item.split(":");
    const [rule, threshold] = name.split(".");
    out[rule] = { ...out[rule], [threshold]: Number(v) };
  }
  return out;
}
