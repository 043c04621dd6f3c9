// Claims that were made, and what the tests that stand in their files say.

import { Problem, get, part, perhaps, post } from "./api.js";
import { h } from "./dom.js";
import { day, moment, number, words } from "./format.js";
import { empty, fault } from "./parts.js";
import { actions, stateOf } from "./view_runs.js";

const ENDED = ["done", "cancelled", "failed", "interrupted"];

export async function show({ root, query, keep, signal }) {
  const { files } = await get("claims", signal);
  let run = query.run ? await perhaps(`runs/${part(query.run)}`, signal) : await latest(signal);
  let source = null;
  const place = h("div");
  const status = h("div", { "aria-live": "polite" });
  const total = files.reduce((n, f) => n + f.claims.length, 0);
  const head = h("h1");
  root.append(h("div", { class: "top" }, h("div", {}, h("p", { class: "kicker" }, "Claims"), head,
    h("p", { class: "lead" }, "A claim is a quotation, a reading of it in neutral words, and tests whose thresholds were set before any was run. A verdict holds for the reading and the model, not for the speaker."))), status, place);
  if (!files.length) place.append(empty("No file of claims is at hand."));

  const busy = () => run && !ENDED.includes(run.state);
  function draw() {
    const found = new Map((run?.verdicts?.verdicts ?? []).map((v) => [typeof v.claim === "string" ? v.claim : v.claim?.name, v]));
    const tally = new Map();
    for (const v of found.values()) tally.set(v.verdict, (tally.get(v.verdict) ?? 0) + 1);
    head.textContent = found.size ? [...tally].sort((a, b) => b[1] - a[1]).map(([k, n]) => `${n} ${k}`).join(", ") : `${number(total)} claims about the system of states, each with tests that can fail`;
    status.replaceChildren(run && run.state !== "done" ? h("section", { class: "card", "aria-label": "Check" }, h("div", { class: "form middle" }, stateOf(run),
      h("span", {}, `${number(run.done)} of ${number(run.total)} claims`), actions(run, look))) : "");
    place.replaceChildren(...files.map((f) => h("div", {},
      h("div", { class: "top", style: "margin:18px 0 10px" }, h("div", {}, h("h2", {}, f.title), h("p", { class: "sub", style: "margin:0" }, [f.claims[0]?.source, run?.state === "done" && found.size ? `checked ${moment(run.created)}` : ""].filter(Boolean).join("; "))),
        h("div", { class: "buttons" }, h("button", { type: "button", class: "button", disabled: busy(), onclick: (e) => check(f, e.currentTarget) }, found.size ? "Check again" : "Check these claims"))),
      h("ol", { class: "card claims" }, f.claims.map((c) => claim(c, found.get(c.name)))))));
  }
  async function check(f, button) {
    button.disabled = true;
    try {
      run = await post("claims/check", { file: f.name });
      keep({ run: run.id });
      draw();
      follow();
    } catch (error) {
      status.replaceChildren(fault(error instanceof Problem ? error : new Problem(String(error))));
      button.disabled = false;
    }
  }
  async function look() {
    run = await perhaps(`runs/${part(run.id)}`, signal).catch(() => null);
    if (signal.aborted) return;
    draw();
    follow();
  }
  function follow() {
    source?.close();
    if (!busy()) return;
    source = new EventSource(`/api/runs/${part(run.id)}/events`);
    source.addEventListener("progress", (e) => {
      run = { ...run, ...JSON.parse(e.data) };
      draw();
    });
    for (const name of ENDED) source.addEventListener(name, () => {
      source.close();
      look();
    });
  }
  draw();
  follow();
  return () => source?.close();
}

const TINTS = { supported: "good", contradicted: "poor", "not supported": "poor" };

/** A claim: what was said, how it is read, the verdict, and its tests with what they found. */
function claim(c, found) {
  const tests = found?.outcomes ?? c.tests ?? [];
  const verdict = found?.verdict ?? (c.untestable ? "cannot be tested" : "not checked yet");
  return h("li", { class: "claim" },
    h("div", { class: "cardhead", style: "margin:0" }, h("div", {}, h("h3", {}, `“${c.quote}”`), h("p", { class: "sub" }, [c.speaker, day(c.date)].filter(Boolean).join(", "))),
      h("span", { class: `tag ${found ? TINTS[verdict] ?? "" : ""}` }, verdict)),
    h("p", {}, h("span", { class: "quiet" }, "Read as: "), c.reads),
    c.untestable ? h("p", { class: "quiet" }, c.untestable) : null,
    found?.why && found.why !== c.untestable ? h("p", {}, h("strong", {}, "Verdict: "), found.why) : null,
    tests.length ? h("details", {}, h("summary", {}, `${tests.length} ${tests.length === 1 ? "test" : "tests"}`), h("ul", { class: "effects" }, tests.map((t) => h("li", {}, t.answer === undefined ? asked(t) : outcome(t))))) : null);
}

/** A test that was not made yet: what it will be. */
function asked(t) {
  const rest = Object.entries(t).filter(([k, v]) => k !== "test" && v !== "" && v !== null).map(([k, v]) => `${k.replaceAll("_", " ")} ${Array.isArray(v) ? v.join("–") : v}`);
  return [h("strong", {}, words(t.test)), rest.length ? `: ${rest.join("; ")}` : ""];
}

/** A test that was made: its answer, its numbers, and what would have decided otherwise. */
function outcome(t) {
  const name = typeof t.test === "string" ? t.test : t.test?.test ?? "test";
  const numbers = typeof t.numbers === "string" ? t.numbers : Object.entries(t.numbers ?? {}).map(([k, v]) => `${k.replaceAll("_", " ")} ${typeof v === "number" ? number(v) : v}`).join("; ");
  return [h("strong", {}, `${words(name)}: ${t.answer}`), numbers ? `. ${numbers}` : "", t.source ? h("span", { class: "quiet" }, ` (${t.source})`) : "",
    t.would_decide ? h("span", { class: "quiet", style: "display:block" }, t.would_decide) : ""];
}

async function latest(signal) {
  const runs = (await perhaps("runs", signal).catch(() => null)) ?? [];
  const found = runs.find((r) => r.kind === "claims" && r.state === "done") ?? runs.find((r) => r.kind === "claims");
  return found ? perhaps(`runs/${part(found.id)}`, signal) : null;
}

