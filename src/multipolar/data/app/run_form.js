// The form that starts a run; used by the list of runs, the editor and a branch.

import { once, part, post } from "./api.js";
import { field, h } from "./dom.js";
import { number } from "./format.js";

/**
 * The fields and the button. given() returns what is run: {scenario} or {text}; more() anything
 * besides, such as the branch.
 */
export async function runForm({ given, more = () => ({}), title = "Run", defaults = {}, fields = ["members", "until", "seed"] }) {
  const { limits } = await once("about");
  const box = (name, label, hint) => {
    const [low, high, usual] = limits?.[name] ?? [];
    const value = defaults[name] ?? usual ?? "";
    const input = h("input", { type: "number", min: low, max: high, step: 1, value, name, style: "width:8.5em" });
    return [input, field(label, input, hint ?? (low === undefined ? "" : `${plain(low)} to ${plain(high)}`))];
  };
  const plain = (x) => (x > 9999 ? number(x) : String(x));
  const [members, membersRow] = box("members", "Futures");
  const [last, lastRow] = box("until", "Until");
  const [seed, seedRow] = box("seed", "Seed", "same seed, same luck");
  const wrong = h("p", { class: "wrong", role: "alert", style: "margin:0" });
  const button = h("button", { type: "submit", class: "button main" }, title);
  const all = { members: [members, membersRow], until: [last, lastRow], seed: [seed, seedRow] };
  const inputs = Object.fromEntries(fields.map((name) => [name, all[name][0]]));
  const form = h("form", { class: "form", novalidate: true, style: "margin:0", onsubmit: async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    for (const input of Object.values(inputs)) input.removeAttribute("aria-invalid");
    const bad = Object.values(inputs).find((i) => !i.checkValidity());
    if (bad) {
      bad.setAttribute("aria-invalid", "true");
      bad.focus();
      const [low, high] = limits?.[bad.name] ?? [];
      wrong.textContent = `${bad.value || "Nothing"} was given; needed a whole number from ${low} to ${high}.`;
      return;
    }
    button.disabled = true;
    try {
      const own = Object.fromEntries(Object.entries(inputs).filter(([, i]) => i.value !== "").map(([name, i]) => [name, Number(i.value)]));
      const run = await post("runs", { ...own, ...given(), ...more() });
      location.hash = `#/run/${part(run.id)}`;
    } catch (error) {
      wrong.textContent = error.message;
      const input = inputs[error.told?.field];
      input?.setAttribute("aria-invalid", "true");
      input?.focus();
    } finally {
      button.disabled = false;
    }
  } }, fields.map((name) => all[name][1]), h("div", { class: "buttons" }, button), h("div", { style: "flex-basis:100%" }, wrong));
  // What is taken where a field is left empty.
  form.suggest = (usual) => {
    for (const [name, input] of Object.entries(inputs)) input.placeholder = usual[name] ?? "";
  };
  return form;
}
