// The editor of a scenario: the text, checked as one types, and forms that write into it.

import { Problem, get, once, part, post, put } from "./api.js";
import { calmly, choice, download, field, h, link, refill, say } from "./dom.js";
import { eventForm, knobForm } from "./editor_forms.js";
import { learn } from "./names.js";
import { card, fault, heading } from "./parts.js";
import { runForm } from "./run_form.js";
import { eventLines, removeEvent, setAssumption, setTop } from "./toml_edit.js";

const NEW = `title = "A scenario of my own"
about = "What is asked, and what is assumed."
`;

export async function show({ root, args, signal }) {
  const [name = ""] = args;
  await learn();
  const [kept, forms] = await Promise.all([name ? get(`scenarios/${part(name)}`, signal) : { name: "", text: NEW, shipped: false },
    once("scenarios/forms").catch((error) => error)]);
  const shelf = `draft:${name}`;
  const draft = load(shelf);
  let text = draft?.text ?? kept.text;
  let parsed = null;
  let asked = 0;

  const area = h("textarea", { spellcheck: "false", wrap: "off", "aria-label": "Text of the scenario", "aria-describedby": "problems", value: text });
  const gutter = h("div", { class: "lines", "aria-hidden": "true" });
  const problems = h("div", { id: "problems", "aria-live": "polite" });
  const effects = h("div");
  const head = h("h1", {}, kept.title || (name ? name : "A new scenario"));
  const state = h("p", { class: "lead", "aria-live": "polite" }, "");
  const inside = h("div");
  let bad = new Set();

  function number() {
    const count = area.value.split("\n").length;
    gutter.replaceChildren(...Array.from({ length: count }, (_, k) => h("span", { class: bad.has(k + 1) ? "bad" : null }, k + 1)));
    gutter.scrollTop = area.scrollTop;
  }
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
  area.addEventListener("input", () => {
    text = area.value;
    changed();
  });
  function rewrite(next, word = "") {
    text = next;
    area.value = next;
    changed();
    if (word) say(word);
  }
  function changed() {
    number();
    const differs = text !== kept.text;
    if (differs) sessionStorage.setItem(shelf, JSON.stringify({ name: nameBox.value, text }));
    else sessionStorage.removeItem(shelf);
    check();
  }
  const check = calmly(async () => {
    asked += 1;
    const mine = asked;
    try {
      const found = await post("scenarios/check", { text });
      if (mine === asked && !signal.aborted) told(found);
    } catch (error) {
      if (mine === asked && !signal.aborted) problems.replaceChildren(fault(error));
    }
  }, 180);

  function told(found) {
    bad = new Set(found.problems.map((p) => p.line).filter(Boolean));
    area.setAttribute("aria-invalid", String(!found.ok));
    number();
    problems.replaceChildren(found.ok ? h("p", { class: "small quiet", style: "margin:10px 0 0" }, "The text is a valid scenario.")
      : h("ul", { class: "problems" }, found.problems.map((p) => h("li", {},
        p.line ? h("button", { type: "button", onclick: () => goTo(p.line) }, `Line ${p.line}`) : null, p.message))));
    runCard.hidden = !found.ok;
    state.textContent = `${found.ok ? "Valid" : `${found.problems.length} ${found.problems.length === 1 ? "problem" : "problems"}`}${text !== kept.text ? ", changes not saved" : ""}`;
    if (!found.ok) {
      effects.replaceChildren(h("p", { class: "quiet" }, "Shown again once the text is valid."));
      return;
    }
    parsed = found.parsed ?? null;
    runs.suggest(parsed ?? {});
    if (parsed?.title) head.textContent = parsed.title;
    const told_ = [...(found.effects ?? []), ...(found.notes ?? [])];
    effects.replaceChildren(told_.length ? h("ul", { class: "effects" }, told_.map((e) => h("li", {}, e)))
      : h("p", { class: "quiet" }, "Nothing: it holds no assumption and no event beyond the model itself."));
    contents();
  }

  function goTo(line) {
    const lines = text.split("\n");
    const from = lines.slice(0, line - 1).reduce((n, l) => n + l.length + 1, 0);
    area.focus();
    area.setSelectionRange(from, from + (lines[line - 1] ?? "").length);
    area.scrollTop = Math.max(0, (line - 6) * 20);
  }

  function contents() {
    const events = parsed?.events ?? [];
    const at = eventLines(text);
    const assumed = parsed?.assumptions ?? [];
    const small = (label, go, title) => h("button", { type: "button", class: "button plain", "aria-label": title, onclick: go }, label);
    refill(inside,
      assumed.length ? h("div", {}, h("h3", {}, "Assumptions"), h("ul", { class: "problems" }, assumed.map((a) => h("li", {},
        h("strong", {}, a.name), ` held at ${a.value}${a.unit && a.unit !== "1" ? ` ${a.unit}` : ""} `, small("Take out", () => rewrite(setAssumption(text, a.name, null), `${a.name} is taken out.`), `Take out ${a.name}`))))) : null,
      events.length ? h("div", { style: "margin-top:12px" }, h("h3", {}, "Events"), h("ul", { class: "problems" }, events.map((e, k) => h("li", {},
        at[k] ? h("button", { type: "button", onclick: () => goTo(at[k]), "aria-label": `Go to event ${k + 1}, line ${at[k]}` }, `Line ${at[k]}`) : null,
        (e.said ?? e.label), " ", small("Take out", () => rewrite(removeEvent(text, k), "The event is taken out."), `Take out event ${k + 1}`))))) : null,
      !assumed.length && !events.length ? h("p", { class: "quiet" }, "No assumption and no event yet. Add one below, or type it.") : null);
  }

  const nameBox = h("input", { type: "text", value: draft?.name || (kept.shipped ? `my-${name}`.slice(0, 40) : name), maxlength: 40, pattern: "[a-z][a-z0-9_\\-]{0,39}", style: "width:15em", autocomplete: "off" });
  const save = async () => {
    if (!nameBox.checkValidity() || !nameBox.value) {
      nameBox.setAttribute("aria-invalid", "true");
      nameBox.focus();
      say("A name has small letters, digits and hyphens, and begins with a letter.");
      return;
    }
    nameBox.removeAttribute("aria-invalid");
    try {
      await put(`scenarios/${part(nameBox.value)}`, { text });
      sessionStorage.removeItem(shelf);
      say(`Saved as ${nameBox.value}.`);
      kept.text = text;
      if (nameBox.value === name) changed();
      else location.hash = `#/scenario/${part(nameBox.value)}`;
    } catch (error) {
      problems.replaceChildren(fault(error));
      say(error.message);
    }
  };
  const file = h("input", { type: "file", accept: ".toml,text/plain", class: "out", "aria-label": "File of a scenario", tabindex: "-1" });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (chosen && chosen.size < 200_000) rewrite(await chosen.text(), `${chosen.name} is opened.`);
    else if (chosen) say(`${chosen.name} is larger than 200,000 bytes.`);
  });
  const tools = h("div", { class: "form" }, field("Name", nameBox),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "button", onclick: save }, "Save"),
      h("button", { type: "button", class: "button", onclick: () => download(`${nameBox.value || "scenario"}.toml`, text, "application/toml") }, "Download"),
      h("button", { type: "button", class: "button", onclick: () => file.click() }, "Open a file"), file,
      draft && draft.text !== kept.text ? h("button", { type: "button", class: "button", onclick: () => rewrite(kept.text, "Back to what is saved.") }, "Undo all changes") : null));
  area.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      save();
    }
  });

  const runs = await runForm({ defaults: { members: 200 },
    given: () => (kept.shipped && text === kept.text ? { scenario: name } : { text }), title: "Run these futures" });
  const runCard = card("Run it", "As the text stands, saved or not.", runs);
  const panel = h("div");
  const both = forms instanceof Error ? null : {
    knobs: () => knobForm(forms, () => parsed, (p, x) => rewrite(setAssumption(text, p.name, x, p.unit), x === null ? `${p.name} is free again.` : `${p.name} is held.`)),
    events: () => eventForm(forms, (next) => rewrite(next(text), "The event is added at the end.")),
    terms: () => terms(),
  };
  function terms() {
    const row = (key, label, type) => {
      const input = h("input", { type, value: parsed?.[key] ?? "" });
      input.addEventListener("change", () => {
        const x = input.value === "" ? null : type === "number" ? Number(input.value) : input.value;
        if (key !== "title" || x) rewrite(setTop(text, key, x));
      });
      return field(label, input);
    };
    return h("div", { class: "grid2" }, row("title", "Title", "text"), row("start", "Starts at the end of", "number"), row("until", "Until", "number"), row("members", "Futures", "number"), row("seed", "Seed", "number"));
  }
  const pick = (which) => panel.replaceChildren(both[which]());
  root.append(
    h("div", { class: "top" }, h("div", {}, h("p", { class: "kicker" }, kept.shipped ? "Scenario that ships; changes are saved under another name" : "Scenario"), head, state), link("#/scenarios", "All scenarios", { class: "button" })),
    h("div", { class: "editor" },
      h("div", {}, h("section", { class: "card" }, h("h2", {}, "Text"), tools, h("div", { class: "code" }, gutter, area), problems), runCard),
      h("div", {}, card("What it does", "As the package reads it back.", effects), card("What is in it", "", inside),
        both ? card("Add to it", "", choice("What to add", [["events", "Event"], ["knobs", "Assumption"], ["terms", "Terms"]], "events", pick), h("div", { style: "height:14px" }), panel)
          : fault(forms instanceof Problem ? forms : new Problem("The forms are not at hand; the text can still be edited.")))));
  if (both) pick("events");
  number();
  check();
}

function load(shelf) {
  try {
    return JSON.parse(sessionStorage.getItem(shelf));
  } catch {
    return null;
  }
}
