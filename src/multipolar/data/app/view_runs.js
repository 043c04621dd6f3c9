// Runs: start one, and see all there are.

import { get, part, post, remove } from "./api.js";
import { field, h, link, say, select } from "./dom.js";
import { count, duration, moment, number } from "./format.js";
import { card, empty, fault, heading } from "./parts.js";
import { runForm } from "./run_form.js";

export const STATES = { queued: "waiting", running: "running", done: "done", cancelled: "cancelled", failed: "failed", interrupted: "interrupted" };
const PAUSE = 1500;
/** Runs of which it was asked once to forget them: the second time holds. */
const sure = new Set();

export async function show({ root, query, keep, signal }) {
  const scenarios = await get("scenarios", signal);
  let chosen = scenarios.some((x) => x.name === query.scenario) ? query.scenario : scenarios.find((x) => x.name === "baseline")?.name ?? scenarios[0]?.name;
  const head = h("h1");
  const list = h("div");
  let timer = 0;
  let seen = "";

  async function look() {
    clearTimeout(timer);
    try {
      const runs = await get("runs", signal);
      const sign = JSON.stringify(runs);
      if (sign !== seen) draw(runs);
      seen = sign;
      if (runs.some((r) => ["queued", "running"].includes(r.state))) timer = setTimeout(look, PAUSE);
    } catch (error) {
      if (!signal?.aborted) list.replaceChildren(fault(error, look));
    }
  }
  function draw(runs) {
    const busy = runs.filter((r) => ["queued", "running"].includes(r.state)).length;
    const done = runs.filter((r) => r.state === "done").length;
    head.textContent = runs.length ? `${count(done, "run")} done${busy ? `, ${busy} under way` : ""}` : "No run yet";
    list.replaceChildren(runs.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Runs" }, h("table", { class: "middle" },
      h("thead", {}, h("tr", {}, ["Run", "State", "Futures", "Until", "Seed", "Made"].map((x, k) => h("th", { scope: "col", class: k > 1 && k < 5 ? "n" : null }, x)), h("th", { scope: "col" }, h("span", { class: "out" }, "Actions")))),
      h("tbody", {}, runs.map((r) => h("tr", {},
        h("th", { scope: "row" }, link(r.kind === "claims" ? `#/claims?run=${part(r.id)}` : `#/run/${part(r.id)}`, r.title || r.id), branchWords(r)),
        h("td", {}, stateOf(r)), h("td", { class: "n" }, r.kind === "claims" ? "" : r.state === "done" ? number(r.total) : `${number(r.done)} of ${number(r.total)}`),
        h("td", { class: "n" }, r.until || ""), h("td", { class: "n" }, r.kind === "run" ? r.seed : ""), h("td", { class: "quiet" }, moment(r.created)),
        h("td", {}, actions(r, look)))))))
      : empty("Runs that you start stand here, and stay when the page or the server is closed. Choose a scenario above and press “Run”."));
  }

  const about = h("p", { class: "sub" });
  const tellAbout = () => { about.textContent = scenarios.find((x) => x.name === chosen)?.about ?? ""; };
  const box = select(scenarios.map((x) => [x.name, `${x.title || x.name}${x.shipped ? "" : " (your own)"}`]), chosen, (v) => {
    chosen = v;
    tellAbout();
    keep({ scenario: v });
  });
  tellAbout();
  root.append(h("div", { class: "top" }, h("div", {}, h("p", { class: "kicker" }, "Runs"), head,
    h("p", { class: "lead" }, "A run simulates many futures of one scenario with the package’s own engine; the same seed gives the same futures."))),
    card("Start a run", "", h("div", { class: "form" }, field("Scenario", box), link("#/scenarios", "All scenarios", { class: "button plain" })), about,
      await runForm({ defaults: { members: 200, until: 2050, seed: 1 }, given: () => ({ scenario: chosen }) })),
    h("section", { class: "card", "aria-label": "All runs" }, list));
  await look();
  const again = () => { if (!document.hidden) look(); };
  document.addEventListener("visibilitychange", again);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", again);
  };
}

export function branchWords(r) {
  return r.branch ? h("span", { class: "quiet small", style: "display:block;font-weight:400" }, `branch of ${r.branch.title ?? r.branch.of} at ${r.branch.at}`) : null;
}

/** The state of a run in words, with how far it is. */
export function stateOf(r) {
  if (r.state === "running") {
    return h("div", { style: "min-width:130px" }, h("progress", { max: r.total || 1, value: r.done, "aria-label": `${number(r.done)} of ${number(r.total)}` }),
      h("span", { class: "quiet small" }, r.seconds_left ? `${duration(r.seconds_left)} left` : r.stage || "running"));
  }
  const poor = ["failed", "interrupted"].includes(r.state);
  return h("span", {}, h("span", { class: poor ? "tag poor" : r.state === "done" ? "tag good" : "tag" }, STATES[r.state] ?? r.state),
    r.error || r.note ? h("span", { class: "small quiet", style: "display:block;max-width:44ch" }, [r.error, r.note].filter(Boolean).join(" ")) : r.place > 1 ? h("span", { class: "small quiet" }, ` ${r.place - 1} before it`) : null);
}

/** What can be done with a run: cancel, go on, forget. */
export function actions(r, after) {
  const act = (label, what, told, main = false) => h("button", { type: "button", class: main ? "button main" : "button", "aria-label": `${label}: ${r.title || r.id}`, onclick: async (event) => {
    const button = event.currentTarget;
    if (label === "Forget" && !sure.has(r.id)) {
      sure.add(r.id);
      button.textContent = "Really forget";
      return;
    }
    button.disabled = true;
    let done = true;
    try {
      await what();
      if (told) say(told);
    } catch (error) {
      done = false;
      say(error.message);
    }
    await after(label, done);
  } }, label === "Forget" && sure.has(r.id) ? "Really forget" : label);
  const path = `runs/${part(r.id)}`;
  if (["queued", "running"].includes(r.state)) return act("Cancel", () => remove(path), "Cancelled; what is complete stays.");
  return h("div", { class: "buttons", style: "flex-wrap:nowrap" },
    r.resumable ? act("Go on", () => post(`${path}/resume`)) : null,
    act("Forget", () => remove(path), "The run and its files are gone."));
}
