// Names of states, and the box in which one is looked for.

import { once } from "./api.js";
import { h, unique } from "./dom.js";

let names = new Map();

/** Learn the names; to be awaited once by each view. */
export async function learn() {
  const { states } = await once("years");
  names = new Map(states.map((x) => [x.code, x.name]));
  return names;
}

export const states = () => names;
export const nameOf = (code) => names.get(code) ?? code;

function found(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return null;
  if (names.has(wanted.toUpperCase())) return wanted.toUpperCase();
  const all = [...names].filter(([, name]) => name.toLowerCase() === wanted);
  if (all.length) return all[0][0];
  const begun = [...names].filter(([, name]) => name.toLowerCase().startsWith(wanted));
  return begun.length === 1 ? begun[0][0] : null;
}

/** A box in which the name or code of a state is typed. */
export function stateBox(label, chosen, pick) {
  const id = unique("state");
  const input = h("input", { type: "text", id, list: `${id}-list`, autocomplete: "off",
    placeholder: "Name or code", value: chosen ? nameOf(chosen) : "" });
  const wrong = h("span", { class: "wrong", role: "alert" });
  const list = h("datalist", { id: `${id}-list` },
    [...names].sort((a, b) => a[1].localeCompare(b[1])).map(([code, name]) => h("option", { value: name }, code)));
  function take() {
    const code = found(input.value);
    input.setAttribute("aria-invalid", String(!code && input.value !== ""));
    wrong.textContent = code || !input.value ? "" : `No state is called “${input.value}”.`;
    if (code) {
      input.value = nameOf(code);
      pick(code);
    }
  }
  input.addEventListener("change", take);
  return h("div", { class: "field" }, h("label", { for: id }, label), input, list, wrong);
}
