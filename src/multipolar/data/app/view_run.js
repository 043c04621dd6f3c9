// One run: its progress, its fans as they fill, a branch, and single futures told.

import { get, once, part, perhaps } from "./api.js";
import { HEADER, lines, numbersOf } from "./chart.js";
import { field, h, link, select } from "./dom.js";
import { duration, moment, number, percent, value as written } from "./format.js";
import { learn, nameOf } from "./names.js";
import { colourOf } from "./palette.js";
import { card, empty, figure, heading, story, table } from "./parts.js";
import { runForm } from "./run_form.js";
import { actions, branchWords, stateOf } from "./view_runs.js";

export const ENDED = ["done", "cancelled", "failed", "interrupted"];
const COUNTS = new Set(["disputes", "wars", "states"]);
const PAST = 46;

export async function show({ root, args, query, keep, signal }) {
  await learn();
  const [id] = args;
  const path = `runs/${part(id)}`;
  let run = await get(path, signal);
  document.title = `${run.title || "Run"} – multipolar`;
  const now = { future: Number(query.future) || 0, states: query.states ? query.states.split(",") : null };
  const save = () => { if (!signal.aborted) keep({ future: now.future || null, states: now.states?.join(",") }); };
  const head = h("div");
  const status = h("div", { "aria-live": "polite" });
  const charts = h("div");
  const below = h("div");
  let source = null;
  let fans = null;
  let shares = null;
  root.append(head, status, charts, below);
  const ended = () => ENDED.includes(run.state);

  function finding() {
    if (!fans) return run.title || id;
    const [code, top] = Object.entries(fans.states).sort((a, b) => b[1].leads - a[1].leads)[0] ?? [];
    if (!code) return run.title;
    const end = fans.years.at(-1);
    return `${top.name} leads in ${end} in ${percent(top.leads, 0)} of the futures, with ${percent(top.q50.at(-1), 0)} of capability in the median (nine in ten: ${percent(top.q05.at(-1), 0)} to ${percent(top.q95.at(-1), 0)})`;
  }

  function top() {
    head.replaceChildren(heading(["Run", moment(run.created)].filter(Boolean).join(", "), finding(), [fans ? run.title : "", fans && run.title !== "" ? `${run.start} to ${run.until}, seed ${run.seed}` : ""].filter(Boolean).join(". "),
      h("div", { class: "buttons" }, actions(run, after),
        run.state === "done" ? [link(`#/compare/${part(id)}`, "Compare", { class: "button" }), link(`#/map?year=${Math.min(run.until, 2050)}&by=share&run=${part(id)}`, "On the map", { class: "button" })] : null,
        h("a", { class: "button", href: `/api/${path}/scenario`, download: `${run.name || "scenario"}.toml` }, "Scenario as a file"))));
    status.replaceChildren(run.state === "done" ? tiles() : h("section", { class: "card", "aria-label": "Progress" },
      h("div", { class: "form middle" }, stateOf(run),
        h("p", { style: "margin:0" }, run.state === "queued" ? "Waits for the runs before it." : `${number(run.done)} of ${number(run.total)} futures${run.state === "running" && run.seconds_left ? `, ${duration(run.seconds_left)} left` : ""}`)),
      run.state === "cancelled" ? h("p", { class: "quiet", style: "margin:8px 0 0" }, "It was cancelled. What was complete is kept; “Go on” simulates the rest.") : null,
      run.state === "interrupted" ? h("p", { class: "quiet", style: "margin:8px 0 0" }, "The server stopped while it ran. What was complete is kept; “Go on” simulates the rest, with the same result as without the break.") : null));
  }
  function tiles() {
    const tile = (name, x, sub = "") => h("div", {}, h("dt", {}, name), h("dd", {}, x), sub ? h("dd", {}, sub) : null);
    const wars = Object.entries(run.findings?.wars ?? {}).at(-1);
    const wanted = ["powers", "wars", "disputes"].filter((k) => fans?.measures[k]).map((k) => {
      const m = fans.measures[k];
      return tile(`${m.label}, ${fans.years.at(-1)}`, written(m.q50.at(-1)), `nine in ten: ${written(m.q05.at(-1))} to ${written(m.q95.at(-1))}`);
    });
    return h("dl", { class: "tiles" }, tile("Futures", number(run.total), run.seconds ? `in ${duration(run.seconds)}` : ""), wanted,
      wars ? tile(`War between great powers by ${wars[0]}`, percent(wars[1].share, 0), `95% interval ${percent(wars[1].low, 0)} to ${percent(wars[1].high, 0)}`) : null);
  }

  async function after(what, done) {
    if (what === "Forget" && done) {
      location.hash = "#/runs";
      return;
    }
    run = await get(path, signal);
    top();
    if (ended()) await finish();
    else follow();
  }

  function draw() {
    if (!fans || !Object.keys(fans.states).length) {
      charts.replaceChildren(run.state === "failed" ? empty(`It failed: ${run.error ?? "no reason was kept"}`, "Change the scenario, or let it go on.")
        : ended() ? empty("No future is complete yet. “Go on” simulates them.") : empty("The first fans appear as soon as some futures are complete."));
      return;
    }
    const all = Object.keys(fans.states);
    const order = [...all].sort((a, b) => fans.states[b].q50.at(-1) - fans.states[a].q50.at(-1));
    const shown = (now.states ?? order.slice(0, 4)).filter((c) => fans.states[c]);
    const taken = new Set();
    const series = shown.map((c) => ({ name: fans.states[c].name, colour: colourOf(c, taken), future: { years: fans.years, ...fans.states[c] }, past: past(c) }));
    const partial = fans.members < fans.total ? ` So far ${number(fans.members)} of ${number(fans.total)} futures.` : "";
    const boxes = h("details", { open: Boolean(now.open), ontoggle: (e) => { now.open = e.target.open; } }, h("summary", {}, "Choose states"), h("ul", { class: "names", style: "max-width:80ch" }, order.map((c) => {
      const box = h("input", { type: "checkbox", checked: shown.includes(c), onchange: () => {
        const next = new Set(shown);
        if (box.checked) next.add(c);
        else next.delete(c);
        now.states = [...next].slice(-7);
        save();
        draw();
        charts.querySelector(`input[data-code="${c}"]`)?.focus();
      }, "data-code": c });
      return h("li", {}, h("label", { class: "check" }, box, " ", fans.states[c].name));
    })));
    charts.replaceChildren(
      figure({ title: fans.label ?? "Share of capability", sub: `Median, half and nine in ten of the futures.${partial}`, name: `fan-${id}`,
        drawing: h("div", {}, lines({ series, unit: "share", height: 390, marks: [{ year: fans.years[0], text: "simulated" }], label: `Fans of the share of capability: ${shown.map(nameOf).join(", ")}` }), boxes),
        header: HEADER, rows: () => numbersOf(series) }),
      h("div", { class: "three" }, Object.entries(fans.measures).filter(([name]) => name !== "concentration" || !fans.measures.powers).map(([name, m]) => {
        const one = [{ name: m.label, colour: 0, future: { years: fans.years, ...m } }];
        const end = fans.years.length - 1;
        return figure({ title: m.label, sub: `${fans.years[end]}: ${written(m.q50[end])} (nine in ten: ${written(m.q05[end])} to ${written(m.q95[end])}).`,
          drawing: lines({ series: one, height: 190, label: `Fan: ${m.label}`, zero: COUNTS.has(name) && name !== "states", digits: 2 }), header: HEADER, rows: () => numbersOf(one), name: `fan-${name}-${id}` });
      })));
  }
  function past(code) {
    const own = shares?.shares[code];
    if (!own) return null;
    const from = shares.years.findIndex((y) => y >= fans.years[0] - PAST);
    const to = shares.years.findIndex((y) => y > fans.years[0]);
    const until = to < 0 ? shares.years.length : to;
    return from < 0 ? null : { years: shares.years.slice(from, until), values: own.slice(from, until) };
  }

  function follow() {
    source?.close();
    source = new EventSource(`/api/${path}/events`);
    source.addEventListener("progress", (event) => {
      run = { ...run, ...JSON.parse(event.data) };
      top();
    });
    source.addEventListener("fan", (event) => {
      fans = JSON.parse(event.data);
      top();
      draw();
    });
    for (const name of ENDED) source.addEventListener(name, () => {
      source.close();
      finish();
    });
  }
  async function finish() {
    run = (await perhaps(path, signal).catch(() => null)) ?? run;
    if (run.state === "done" || run.done > 0 || run.fans > 0) fans = (await perhaps(`${path}/fans`, signal).catch(() => null)) ?? fans;
    if (signal.aborted) return;
    top();
    draw();
    if (fans) below.replaceChildren(...(await afterwards()).filter(Boolean));
  }

  async function afterwards() {
    return [chronicle(), risks(), h("div", { class: "two" }, await branch(), made())];
  }
  function chronicle() {
    const told = h("div", { "aria-live": "polite" });
    const most = Math.max(0, fans.members - 1);
    const box = h("input", { type: "number", min: 0, max: most, step: 1, value: Math.min(now.future, most), style: "width:7em" });
    async function tell() {
      if (!box.checkValidity() || box.value === "") {
        told.replaceChildren(h("p", { class: "wrong" }, `Futures are numbered from 0 to ${most}.`));
        return;
      }
      now.future = Number(box.value);
      save();
      try {
        const x = await get(`${path}/chronicle/${now.future}`, signal);
        told.replaceChildren(x.years.length ? h("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": "Chronicle" },
          story(x.years.flatMap((y) => y.said.map((text, k) => ({ when: k ? "" : y.year, text }))), 1e6))
          : h("p", { class: "quiet" }, "Nothing of note happens to the leading states in this future."));
      } catch (error) {
        if (!signal.aborted) told.replaceChildren(h("p", { class: "wrong" }, error.message));
      }
    }
    box.addEventListener("change", tell);
    const move = (by) => h("button", { type: "button", class: "button", onclick: () => {
      box.value = Math.min(most, Math.max(0, Number(box.value) + by));
      tell();
    } }, by > 0 ? "Next" : "Previous");
    tell();
    return card("One future as a chronicle", "A single draw among many; no future is likely by itself.", h("div", { class: "form" }, field("Number of the future", box), h("div", { class: "buttons" }, move(-1), move(1))), told);
  }
  function risks() {
    const rows = run.findings?.risks ?? [];
    if (!rows.length) return null;
    return card("Disputes between the great powers", `Share of futures with at least one militarised dispute by ${run.until}, with the 95% interval of so many draws. It holds the chance of the draw alone, not what the model gets wrong.`, table([
      { title: "Pair", head: true, cell: (r) => `${r.a} and ${r.b}`, key: (r) => `${r.a} ${r.b}` },
      { title: "Share of futures", number: true, cell: (r) => percent(r.chance.share, 0), key: (r) => r.chance.share },
      { title: "95% interval", number: true, cell: (r) => `${percent(r.chance.low, 0)} to ${percent(r.chance.high, 0)}` },
    ], rows, { label: "Disputes between great powers", sort: { column: 1, down: true }, most: 10 }));
  }
  async function branch() {
    if (run.branch) return card("Branch", "", h("p", { class: "quiet" }, "This run is a branch itself. Branch again from ", link(`#/run/${part(run.branch.of)}`, run.branch.title ?? "the run it comes from"), "."));
    const at = h("input", { type: "number", min: run.start + 1, max: run.until - 1, step: 1, value: query.at ?? Math.round((run.start + run.until) / 2), style: "width:7em" });
    const scenarios = ((await perhaps("scenarios", signal).catch(() => null)) ?? []).filter((s) => s.ok && s.start === run.start);
    const other = select(scenarios.map((s) => [s.name, s.title || s.name]), scenarios.find((s) => s.name !== run.name)?.name);
    const form = await runForm({ title: "Branch", fields: [], given: () => ({ scenario: other.value }), more: () => ({ members: run.members, until: run.until, seed: run.seed, branch: { of: id, at: Number(at.value) } }) });
    return card("Branch at a year", "The futures are kept up to the end of this year and go on under another scenario, with the same luck; so the two can be compared.",
      h("div", { class: "form" }, field("Branch at the end of", at), field("Go on under", other)), form);
  }
  function made() {
    const facts = [["Scenario", run.name], ["Branch", branchWords(run)], ["Futures", number(run.total)], ["Years", `${run.start} to ${run.until}`], ["Seed", run.seed], ["Took", duration(run.seconds)],
      ["multipolar", run.findings?.made?.multipolar], ["Hash of the world", run.findings?.made?.world_hash], ["Kernel", run.findings?.made?.kernel]];
    return card("How it was made", "", h("dl", { class: "facts" }, facts.filter(([, v]) => v !== undefined && v !== null && v !== "").flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, v)])),
      run.changes?.length ? [h("h3", { style: "margin-top:14px" }, "What it changes"), h("ul", { class: "effects" }, run.changes.map((c) => h("li", {}, changeWords(c))))] : null,
      run.text ? h("details", {}, h("summary", {}, "Text of the scenario"), h("pre", { tabindex: "0", "aria-label": "Text of the scenario" }, run.text)) : null);
  }

  top();
  draw();
  once("shares").then((x) => {
    shares = x;
    if (fans && !signal.aborted) draw();
  }, () => {});
  if (ended()) await finish();
  else follow();
  return () => source?.close();
}

/** A change of a scenario in words, as the server gives it: kind, name, before, after. */
export function changeWords(c) {
  if (c.kind === "event") return c.after || `${c.name} is left out`;
  return `${c.kind.charAt(0).toUpperCase()}${c.kind.slice(1)} ${c.name}: ${c.after || "not there"}${c.before ? ` instead of ${c.before}` : ""}`;
}
