// The calculator: your weights and thresholds, and the verdicts at once.

import { get, post } from "./api.js";
import { calmly, choice, field, h, refill, select } from "./dom.js";
import { known, listed, number, percent, words } from "./format.js";
import { learn, nameOf } from "./names.js";
import { VERDICTS, bars, card, fault, stateLink, table, verdictBar } from "./parts.js";
import { yearBox } from "./years.js";

const RANGES = { cut: [0.02, 0.95, 0.01], minor: [0.02, 0.2, 0.01], rounding: [0, 1, 0.05], places: [2, 12, 1], lead: [0.05, 0.9, 0.05], others: [1, 8, 1] };
const SAID = {
  cut: "A pole has at least this part", rounding: "Rounded up from this fraction", places: "Looked for among so many leaders",
  minor: "A power has at least this share", lead: "The leader has at least", others: "Others of weight, at least",
};
const FACTOR = { index: "index", union: "the European Union", actors: "set of actors", rule: "rule", setting: "threshold" };

export async function show({ root, query, keep, signal }) {
  await learn();
  const forms = await get("polarity/forms", signal);
  const first = forms.indices[0].name;
  const now = {
    year: Number(query.year) || 2025,
    weights: read(query.w) ?? { [first]: 1 },
    rules: readRules(query.t),
    union: forms.union.includes(query.union) ? query.union : "both",
    actors: forms.sets.includes(query.actors) ? query.actors : "every",
  };
  const head = h("h1", {}, "Polarity by your own weights");
  const mini = h("div", { class: "mini" });
  const answer = h("div", { "aria-live": "polite" }, h("p", { class: "quiet" }, "Working it out …"));
  let asked = 0;
  const judge = calmly(async () => {
    if (signal.aborted) return;
    keep({ year: now.year, w: write(now.weights), t: writeRules(now.rules), union: now.union, actors: now.actors });
    asked += 1;
    const mine = asked;
    try {
      const found = await post("polarity", { year: now.year, weights: now.weights, definitions: true,
        rules: Object.fromEntries(forms.rules.map((r) => [r.name, now.rules[r.name] ? { ...r.thresholds, ...now.rules[r.name] } : {}])),
        sets: now.actors === "every" ? forms.sets : [now.actors], union: now.union === "both" ? forms.union : [now.union] });
      if (mine === asked && !signal.aborted) tell(found);
    } catch (error) {
      if (mine === asked && !signal.aborted) answer.replaceChildren(fault(error));
    }
  }, 120);

  function tell(x) {
    const named = (code) => x.names?.[code] ?? nameOf(code);
    const kinds = VERDICTS.filter((k) => x.verdicts[k] >= 0.005).sort((a, b) => x.verdicts[b] - x.verdicts[a]);
    head.textContent = `${x.year} by these weights: ${listed(kinds.map((k) => `${k} ${percent(x.verdicts[k], 0)}`))} of ${number(x.definitions)} definitions`;
    const most = Object.entries(x.influence).sort((a, b) => b[1] - a[1])[0];
    const poles = Object.entries(x.poles).filter(([, v]) => v >= 0.01).slice(0, 10);
    mini.replaceChildren(verdictBar(x.verdicts));
    refill(answer,
      card("Verdict", "Share of definitions; rules count alike. A census of ways to look, not a probability.", verdictBar(x.verdicts),
        h("p", { class: "sub", style: "margin:12px 0 0" }, most && most[1] > 0.01 ? `Most hangs on the ${FACTOR[most[0]] ?? most[0]}: to fix it takes ${percent(most[1], 0)} of the uncertainty away. ` : "", `An error of 10% in one leading figure would turn ${percent(x.fragile, 0)} of the definitions.`)),
      card("Poles", "Share of definitions by which a state is a pole.", poles.length ? bars(poles.map(([c, v]) => ({ name: c === "EU" ? named(c) : stateLink(c, named(c)), value: v, text: percent(v, 0) }))) : h("p", { class: "quiet" }, "No state is a pole by any of them.")),
      x.shares?.length ? card("Capability by these weights", "", bars(x.shares.slice(0, 10).map((p) => ({ name: p.code === "EU" ? p.name : stateLink(p.code, p.name), value: p.share, text: percent(p.share) })))) : null,
      card("By rule", "The share of its definitions that give each verdict.", table([
        { title: "Rule", head: true, cell: (r) => label(r[0]) },
        ...VERDICTS.map((k) => ({ title: k.charAt(0).toUpperCase() + k.slice(1), number: true, cell: (r) => (r[1][k] >= 0.005 ? percent(r[1][k], 0) : "–"), key: (r) => r[1][k] })),
      ], Object.entries(x.given.rule), { label: "Verdicts by rule" })),
      x.list ? h("details", { class: "card" }, h("summary", {}, `Every definition (${number(x.list.length)})`), table([
        { title: "Rule", cell: (r) => label(r.rule), key: (r) => r.rule }, { title: "Threshold", cell: (r) => r.setting, key: (r) => r.setting },
        { title: "Actors", cell: (r) => words(r.actors), key: (r) => r.actors }, { title: "European Union", cell: (r) => r.union, key: (r) => r.union },
        { title: "Verdict", head: true, cell: (r) => r.kind, key: (r) => r.kind }, { title: "Poles", cell: (r) => listed(r.poles.map(named), 5) },
        { title: "Fragile", cell: (r) => (r.fragile ? "yes" : ""), key: (r) => String(r.fragile) },
      ], x.list, { label: "Every definition", most: 30 })) : null);
  }
  const label = (name) => forms.rules.find((r) => r.name === name)?.label ?? words(name);

  const mix = h("div");
  let shown = new Map();
  function weightRows() {
    shown = new Map();
    const row = (v) => {
      const out = h("output", {}, "–");
      const input = h("input", { type: "range", min: 0, max: 100, step: 5, value: Math.round(100 * (now.weights[v.name] ?? 0)), oninput: () => {
        const w = Number(input.value) / 100;
        if (w) now.weights[v.name] = w;
        else delete now.weights[v.name];
        parts();
        if (Object.keys(now.weights).length) judge();
        else answer.replaceChildren(h("p", { class: "empty" }, "Every weight is 0. Move one of them."));
      } });
      shown.set(v.name, out);
      return h("div", { class: "knob" }, field(v.title, input), out);
    };
    const indices = forms.indices.map((i) => ({ name: i.name, title: i.label || words(i.name) }));
    const names = new Set(indices.map((i) => i.name));
    const variables = forms.variables.filter((v) => !names.has(v.name)).map((v) => ({ name: v.name, title: words(v.name) }));
    mix.replaceChildren(h("fieldset", {}, h("legend", {}, "Indices"), indices.map(row)),
      h("details", { open: variables.some((v) => now.weights[v.name]) }, h("summary", {}, "Single variables"), h("div", { style: "margin-top:8px" }, variables.map(row))));
    parts();
  }
  function parts() {
    const total = Object.values(now.weights).reduce((a, b) => a + b, 0);
    for (const [name, out] of shown) out.textContent = now.weights[name] ? percent(now.weights[name] / total, 0) : "–";
  }
  const preset = (text, weights) => h("button", { type: "button", class: "button", onclick: () => {
    now.weights = weights();
    weightRows();
    judge();
  } }, text);
  const limits = h("div");
  function ruleRows() {
    limits.replaceChildren(...forms.rules.filter((r) => Object.keys(r.thresholds).length).map((r) => {
      const own = Boolean(now.rules[r.name]);
      return h("fieldset", {}, h("legend", {}, r.label),
        h("label", { class: "check" }, h("input", { type: "checkbox", checked: own, onchange: (event) => {
          if (event.target.checked) now.rules[r.name] = { ...r.thresholds };
          else delete now.rules[r.name];
          ruleRows();
          judge();
        } }), " A threshold of my own", own ? null : h("span", { class: "quiet" }, `, instead of ${r.settings.length} of the catalogue`)),
        own ? Object.entries(r.thresholds).map(([key, usual]) => {
          const value = now.rules[r.name][key] ?? usual;
          const [low, high, step] = RANGES[key] ?? [0, Math.max(1, 2 * usual), usual / 20 || 0.05];
          const out = h("output", {}, number(value));
          const input = h("input", { type: "range", min: low, max: high, step, value, oninput: () => {
            now.rules[r.name][key] = Number(input.value);
            out.textContent = number(Number(input.value));
            judge();
          } });
          return h("div", { class: "knob" }, field(SAID[key] ?? words(key), input), out);
        }) : null);
    }));
  }
  weightRows();
  ruleRows();
  root.append(
    h("div", { class: "top" }, h("div", {}, h("p", { class: "kicker" }, "Polarity calculator"), head,
      h("p", { class: "lead" }, "What a pole is hangs on weights, rule and threshold. Move them, and see whether the verdict moves.")),
      h("div", { class: "form", style: "margin:0" }, await yearBox(now.year, (y) => { now.year = y; judge(); }))),
    h("div", { class: "calculator" },
      h("div", {}, mini,
        card("Weights", "Parts of the mix; they are scaled to 100%.", mix, h("div", { class: "buttons", style: "margin-top:14px" },
          preset("All indices alike", () => Object.fromEntries(forms.indices.map((i) => [i.name, 1]))), preset("Start again", () => ({ [first]: 1 })))),
        card("Actors", "", h("div", { class: "field" }, h("span", { class: "label" }, "Among whom"),
          select([["every", "Every set, one after the other"], ...forms.sets.map((v) => [v, words(v)])], now.actors, (v) => { now.actors = v; judge(); }, { "aria-label": "Among whom" })),
        h("div", { class: "field", style: "margin-top:12px" }, h("span", { class: "label" }, "European Union"),
          choice("European Union", [["both", "Both ways"], ...forms.union.map((v) => [v, words(v)])], now.union, (v) => { now.union = v; judge(); }))),
        card("Thresholds", "", limits)),
      answer));
  judge();
}

const write = (w) => Object.entries(w).map(([k, v]) => `${k}:${v}`).join(",");
function read(text) {
  const out = {};
  for (const item of (text ?? "").split(",")) {
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
    if (threshold && known(Number(v))) out[rule] = { ...out[rule], [threshold]: Number(v) };
  }
  return out;
}
