// Forms of the editor: an event of any act, and a parameter that is held.

import { field, h, select, unique } from "./dom.js";
import { known, words } from "./format.js";
import { states } from "./names.js";
import { addEvent } from "./toml_edit.js";

/** A form for an event; tell() gets a function from text to text. */
export function eventForm(forms, tell) {
  const rows = h("div");
  const wrong = h("p", { class: "wrong", role: "alert", style: "margin:0 0 8px" });
  let inputs = [];
  const acts = Object.entries(forms.acts).map(([name, a]) => ({ name, ...a,
    arguments: Object.entries(a.arguments).map(([key, own]) => ({ name: key, ...own, required: own.needed })) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const box = select(acts.map((a) => [a.name, a.label]), acts[0].name, () => draw());
  const codes = h("datalist", { id: unique("states") }, [...states()].map(([code, name]) => h("option", { value: code }, name)));
  const treaties = h("datalist", { id: unique("treaties") }, (forms.treaties ?? []).map((t) => h("option", { value: t.id }, t.name)));

  function draw() {
    const act = acts.find((a) => a.name === box.value);
    wrong.textContent = "";
    inputs = [
      { key: "year", required: true, kind: "number", node: h("input", { type: "number", step: 1, value: 2030 }), label: "Year", hint: forms.common?.year ?? "" },
      ...act.arguments.map((a) => ({ key: a.name, required: a.required, kind: a.kind, argument: a, node: inputOf(a), label: words(a.name), hint: hintOf(a) })),
      ...(act.lasting ? [{ key: "until", required: false, kind: "number", node: h("input", { type: "number", step: 1 }), label: "Until", hint: forms.until_said ?? "" }] : []),
    ];
    rows.replaceChildren(act.about ? h("p", { class: "sub" }, act.about) : "", h("div", { class: "grid2" }, inputs.map((i) => field(i.required ? i.label : `${i.label} (may be empty)`, i.node, i.hint))));
  }
  function inputOf(a) {
    if (a.kind === "choice") return select([...(a.required ? [] : [["", "–"]]), ...a.choices.map((c) => [c, words(c)])], a.default ?? (a.required ? a.choices[0] : ""));
    if (a.kind === "choices") return h("select", { multiple: true, size: Math.min(4, a.choices.length) }, a.choices.map((c) => h("option", { value: c }, words(c))));
    if (a.kind === "number") return h("input", { type: "number", step: "any", min: a.low, max: a.high, placeholder: known(a.default) ? String(a.default) : "" });
    if (a.kind === "state" || a.kind === "states" || a.kind === "sides") return h("input", { type: "text", list: a.kind === "state" ? codes.id : null, autocomplete: "off", placeholder: a.kind === "state" ? "CHN" : "CHN, RUS" });
    if (a.kind === "treaty") return h("input", { type: "text", list: treaties.id, autocomplete: "off" });
    return h("input", { type: "text", autocomplete: "off" });
  }
  function hintOf(a) {
    const range = known(a.low) && known(a.high) ? `${a.low} to ${a.high}` : "";
    return [a.meaning, a.unit && a.unit !== "1" ? a.unit : "", range, a.kind === "states" || a.kind === "sides" ? "codes, with commas" : ""].filter(Boolean).join("; ");
  }
  function valueOf(i) {
    if (i.kind === "choices") return [...i.node.selectedOptions].map((o) => o.value);
    const text = i.node.value.trim();
    if (text === "") return null;
    if (i.kind === "number") return Number(text);
    if (i.kind === "states" || i.kind === "sides") {
      const all = text.split(",").map((s) => s.trim()).filter(Boolean);
      return all.length === 1 && i.kind === "states" ? all[0] : all;
    }
    return text;
  }
  const add = h("button", { type: "submit", class: "button" }, "Add the event");
  const form = h("form", { novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    const fields = { act: box.value };
    for (const i of inputs) {
      const value = valueOf(i);
      const lacks = value === null || (Array.isArray(value) && !value.length);
      const bad = (lacks && i.required) || (!lacks && i.kind === "number" && !i.node.checkValidity());
      i.node.setAttribute("aria-invalid", String(bad));
      if (bad) {
        wrong.textContent = `${i.label}: ${lacks ? "needed" : `${i.node.value} does not fit`}${i.hint ? ` (${i.hint})` : ""}.`;
        i.node.focus();
        return;
      }
      if (!lacks) fields[i.key] = value;
    }
    wrong.textContent = "";
    tell((text) => addEvent(text, fields));
  } }, h("div", { style: "margin-bottom:12px" }, field("What happens", box)), rows, codes, treaties, wrong, add);
  draw();
  return form;
}

/** A form for a parameter that is held; set(parameter, value) with null to let it go. */
export function knobForm(forms, parsed, set) {
  const all = forms.parameters ?? [];
  if (!all.length) return h("p", { class: "quiet" }, "The model offers no parameter.");
  const list = h("datalist", { id: unique("parameters") }, all.map((p) => h("option", { value: p.name }, p.meaning ?? "")));
  const box = h("input", { type: "text", list: list.id, autocomplete: "off", placeholder: all[0].name });
  const about = h("div");
  function draw() {
    const p = all.find((x) => x.name === box.value.trim());
    box.setAttribute("aria-invalid", String(Boolean(box.value) && !p));
    if (!p) {
      about.replaceChildren(h("p", { class: "quiet" }, box.value ? `No parameter is called “${box.value}”.` : "Type the name of a parameter, or a part of it; it is then drawn from nothing but held at your value."));
      return;
    }
    const held = parsed()?.assumptions?.find((a) => a.name === p.name);
    const start = known(held?.value) ? held.value : known(p.value) ? p.value : 0;
    const [low, high] = [p.low ?? start - 1, p.high ?? start + 1];
    const bounded = known(p.low) && known(p.high);
    const slide = h("input", { type: "range", min: low, max: high, step: (high - low) / 200 || "any", value: start, "aria-label": `${p.name}, slider` });
    const exact = h("input", { type: "number", step: "any", min: p.low, max: p.high, value: start });
    slide.addEventListener("input", () => { exact.value = Number(Number(slide.value).toPrecision(4)); });
    exact.addEventListener("input", () => { slide.value = exact.value; });
    const hold = () => {
      const x = Number(exact.value);
      const bad = exact.value === "" || !exact.checkValidity();
      exact.setAttribute("aria-invalid", String(bad));
      if (!bad) set(p, x);
    };
    about.replaceChildren(
      h("p", { class: "sub" }, [p.meaning, p.unit && p.unit !== "1" ? `in ${p.unit}` : "", bounded ? `from ${tidy(p.low)} to ${tidy(p.high)}` : "", known(p.value) ? `by default ${tidy(p.value)}` : "", p.belief ? `drawn from ${p.belief}` : ""].filter(Boolean).join("; ")),
      bounded ? slide : "",
      h("div", { class: "form", style: "margin-top:10px" }, field("Held at", exact),
        h("div", { class: "buttons" }, h("button", { type: "button", class: "button", onclick: hold }, "Hold it"),
          held ? h("button", { type: "button", class: "button", onclick: () => set(p, null) }, "Let it go") : null)));
  }
  box.addEventListener("input", draw);
  draw();
  return h("div", {}, field("Parameter", box), list, h("div", { style: "height:10px" }), about);
}

const tidy = (x) => Number(x.toPrecision(4));
