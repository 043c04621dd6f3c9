// One run: its progress, its fans as they fill, a branch, and single futures told.

import { get, part, perhaps } from "./api.js";
import { HEADER, colourOf, lines, numbersOf } from "./chart.js";
import { field, h, link, select } from "./dom.js";
import { duration, moment, number, value as written } from "./format.js";
import { learn, nameOf } from "./names.js";
import { card, empty, figure, heading, story } from "./parts.js";
import { runForm } from "./run_form.js";
import { actions, branchWords, stateOf } from "./view_runs.js";

const ENDED = ["done", "cancelled", "failed", "interrupted"];

export async function show({ root, args, query, keep, signal }) {
  await learn();
  const [id] = args;
  let run = await get(`runs/${part(id)}`, signal);
  document.title = `${run.title || "Run"} – multipolar`;
  const now = { future: Number(query.future) || 0, states: query.states ? query.states.split(",") : null };
  const save = () => keep({ future: now.future || null, states: now.states?.join(",") });
  const head = h("div");
  const progress = h("div", { "aria-live": "polite" });
  const charts = h("div");
  const below = h("div");
  let source = null;
  let fans = null;
  root.append(head, progress, charts, below);

  function top() {
    const said = fans?.said?.[0];
    head.replaceChildren(heading(["Run", moment(run.created)].filter(Boolean).join(", "), said || run.title || id,
      said ? [run.title, ...(fans.said.slice(1) ?? [])].filter(Boolean).join(". ") : "",
      h("div", { class: "buttons" }, actions(run, after),
        ENDED.includes(run.state) && fans ? link(`#/compare/${part(id)}`, "Compare", { class: "button" }) : null,
        run.state === "done" ? link(`#/map?year=${Math.min(run.until, 2050)}&by=share&run=${part(id)}`, "On the map", { class: "button" }) : null,
        h("a", { class: "button", href: `/api/runs/${part(id)}/scenario`, download: `${run.scenario ?? "scenario"}.toml` }, "Scenario as a file"))));
    const busy = !ENDED.includes(run.state);
    progress.replaceChildren(run.state === "done" ? facts() : h("section", { class: "card", "aria-label": "Progress" },
      h("div", { class: "form", style: "margin:0" }, stateOf(run),
        h("p", { style: "margin:0" }, run.state === "queued" ? "Waits for the runs before it." : `${number(run.done)} of ${number(run.members)} futures${busy && run.seconds_left ? `, ${duration(run.seconds_left)} left` : ""}`)),
      ["cancelled", "interrupted"].includes(run.state) ? h("p", { class: "quiet", style: "margin:8px 0 0" },
        run.state === "interrupted" ? "The server stopped while it ran. What was complete is kept; “Go on” simulates the rest, with the same result as without the break." : "It was cancelled. What was complete is kept; “Go on” simulates the rest.") : null));
  }
  function facts() {
    const tile = (name, x, sub = "") => h("div", {}, h("dt", {}, name), h("dd", {}, x), sub ? h("dd", {}, sub) : null);
    const count = fans?.measures ?? {};
    const wanted = Object.values(count).slice(0, 3);
    return h("dl", { class: "tiles" }, tile("Futures", number(run.members), `${run.start ?? ""}–${run.until}, seed ${run.seed ?? ""}${run.seconds ? `, ${duration(run.seconds)}` : ""}`),
      wanted.map((m) => tile(`${m.label}, ${m.years.at(-1)}`, written(m.q50.at(-1), m.unit), `nine in ten: ${written(m.q05.at(-1), m.unit)} to ${written(m.q95.at(-1), m.unit)}`)));
  }

  async function after(what) {
    if (what === "Forget") {
      location.hash = "#/runs";
      return;
    }
    run = await get(`runs/${part(id)}`, signal);
    top();
    if (!ENDED.includes(run.state)) follow();
    else finish();
  }

  function draw() {
    if (!fans || !Object.keys(fans.states ?? {}).length) {
      charts.replaceChildren(ENDED.includes(run.state) ? (run.state === "failed" ? empty(`It failed: ${run.error ?? "no reason was kept"}. Change the scenario and run it again.`) : empty("No complete future yet. “Go on” simulates them."))
        : empty("The first fans appear as soon as some futures are complete."));
      return;
    }
    const all = Object.keys(fans.states);
    const shown = (now.states ?? all.slice(0, 4)).filter((c) => fans.states[c]);
    const taken = new Set();
    const series = shown.map((c) => {
      const past = fans.past?.[c];
      const from = past ? Math.max(0, past.years.length - 46) : 0;
      return { name: fans.states[c].name ?? nameOf(c), colour: colourOf(c, taken), future: fans.states[c],
        past: past ? { years: past.years.slice(from), values: (past.share ?? past.values).slice(from) } : null };
    });
    const partial = fans.members < fans.of ? ` So far ${number(fans.members)} of ${number(fans.of)} futures.` : "";
    const boxes = h("details", {}, h("summary", {}, "Choose states"), h("ul", { class: "names", style: "max-width:70ch" }, all.map((c) => {
      const box = h("input", { type: "checkbox", checked: shown.includes(c), onchange: () => {
        const next = new Set(shown);
        if (box.checked) next.add(c);
        else next.delete(c);
        now.states = [...next].slice(-7);
        save();
        draw();
      } });
      return h("li", {}, h("label", { style: "font-weight:400" }, box, " ", fans.states[c].name ?? nameOf(c)));
    })));
    const marks = [{ year: fans.start, text: "simulated" }];
    const list = Object.entries(fans.measures ?? {});
    charts.replaceChildren(
      figure({ title: "Share of capability", sub: `Median, half and nine in ten of the futures.${partial}`, name: `fan-${id}`,
        drawing: h("div", {}, lines({ series, unit: "share", height: 380, marks, label: `Fans of the share of capability: ${shown.map(nameOf).join(", ")}` }), boxes),
        header: HEADER, rows: () => numbersOf(series) }),
      h("div", { class: "two" }, list.map(([name, m]) => {
        const one = [{ name: m.label, colour: 0, future: m, past: m.past ?? null }];
        const end = m.years.length - 1;
        return figure({ title: m.label, sub: `${m.years[end]}: median ${written(m.q50[end], m.unit)}, nine in ten between ${written(m.q05[end], m.unit)} and ${written(m.q95[end], m.unit)}.`,
          drawing: lines({ series: one, unit: m.unit, height: 210, label: `Fan of ${m.label}`, zero: m.unit === "count" || m.zero === true, digits: 2 }), header: HEADER, rows: () => numbersOf(one), name: `fan-${name}-${id}` });
      })));
  }

  function follow() {
    source?.close();
    source = new EventSource(`/api/runs/${part(id)}/events`);
    const took = (event) => {
      if (event.data) run = { ...run, ...JSON.parse(event.data) };
      top();
    };
    for (const name of ["state", "progress"]) source.addEventListener(name, took);
    source.addEventListener("fan", (event) => {
      fans = JSON.parse(event.data);
      top();
      draw();
    });
    for (const name of ENDED) source.addEventListener(name, (event) => {
      took(event);
      source.close();
      finish();
    });
  }
  async function finish() {
    run = (await perhaps(`runs/${part(id)}`, signal).catch(() => null)) ?? run;
    const whole = await perhaps(`runs/${part(id)}/fans`, signal).catch(() => null);
    if (signal.aborted) return;
    fans = whole ?? fans;
    top();
    draw();
    if (fans) below.replaceChildren(...(await afterwards()));
  }

  async function afterwards() {
    const at = h("input", { type: "number", min: (run.start ?? 2025) + 1, max: run.until - 1, step: 1, value: query.at ?? Math.round(((run.start ?? 2025) + run.until) / 2), style: "width:7em" });
    const scenarios = (await perhaps("scenarios", signal).catch(() => null)) ?? [];
    const other = select(scenarios.map((s) => [s.name, s.title || s.name]), run.scenario);
    const form = await runForm({ title: "Branch", until: false, defaults: { members: run.members, seed: run.seed }, given: () => ({ scenario: other.value }),
      more: () => ({ until: run.until, branch: { of: id, at: Number(at.value) } }) });
    const told = h("div", { "aria-live": "polite" });
    const box = h("input", { type: "number", min: 0, max: Math.max(0, (fans.members ?? run.members) - 1), step: 1, value: now.future, style: "width:7em" });
    async function tell() {
      if (!box.checkValidity() || box.value === "") {
        told.replaceChildren(h("p", { class: "wrong" }, `Futures are numbered from 0 to ${box.max}.`));
        return;
      }
      now.future = Number(box.value);
      save();
      try {
        const x = await get(`runs/${part(id)}/chronicle/${now.future}`, signal);
        told.replaceChildren(x.years?.length ? h("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": "Chronicle" },
          story(x.years.flatMap((y) => y.sentences.map((t, k) => ({ year: k ? "" : y.year, text: t })))))
          : h("p", { class: "quiet" }, "Nothing of note happens to the leading states in this future."));
      } catch (error) {
        if (!signal.aborted) told.replaceChildren(h("p", { class: "wrong" }, error.message));
      }
    }
    box.addEventListener("change", tell);
    const other_ = (by) => h("button", { type: "button", class: "button", onclick: () => {
      box.value = Math.min(Number(box.max), Math.max(0, Number(box.value) + by));
      tell();
    } }, by > 0 ? "Next" : "Previous");
    tell();
    return [
      card("One future as a chronicle", "A single draw among many; no future is likely by itself.", h("div", { class: "form" }, field("Number of the future", box), h("div", { class: "buttons" }, other_(-1), other_(1))), told),
      h("div", { class: "two" },
        card("Branch at a year", "The futures are kept up to this year, and go on under another scenario.", h("div", { class: "form" }, field("Branch at the end of", at), field("Go on under", other)), form),
        card("How it was made", "", branchWords(run), h("dl", { class: "facts" }, [["Scenario", run.scenario ?? "a text of its own"], ["Futures", number(run.members)], ["Years", `${run.start ?? ""} to ${run.until}`], ["Seed", run.seed], ["Took", duration(run.seconds)]]
          .filter(([, v]) => v !== undefined && v !== null && v !== "").flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, v)])), run.text ? h("pre", { tabindex: "0", "aria-label": "Text of the scenario" }, run.text) : null))];
  }

  top();
  draw();
  if (ENDED.includes(run.state)) await finish();
  else follow();
  return () => source?.close();
}

