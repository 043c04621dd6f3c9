// Claims that were made, and what the tests that stand in their files say.

import { Problem, get, part, perhaps, post } from "./api.js";
import { h } from "./dom.js";
import { day, number, words } from "./format.js";
import { card, empty, fault, heading } from "./parts.js";
import { actions, stateOf } from "./view_runs.js";

export async function show({ root, query, keep, signal }) {
  const files = await get("claims", signal);
  let run = query.run ? await perhaps(`runs/${part(query.run)}`, signal) : await latest(signal);
  let source = null;
  const place = h("div");
  const status = h("div", { "aria-live": "polite" });
  const total = files.reduce((n, f) => n + f.claims.length, 0);
  root.append(heading("Claims", `${number(total)} claims about the system of states, each with tests that can fail`,
    "A claim is a quotation, a reading of it in neutral words, and tests with thresholds that were set before any was run. A verdict holds for the reading and the model, not for the speaker."), status, place);
  if (!files.length) place.append(empty("No file of claims is at hand."));

  function verdicts() {
    return new Map((run?.result ?? []).map((r) => [r.name, r]));
  }
  function draw() {
    const found = verdicts();
    status.replaceChildren(run && run.state !== "done" ? h("section", { class: "card", "aria-label": "Check" }, h("div", { class: "form", style: "margin:0" }, stateOf(run), h("span", {}, run.title), actions(run, look))) : "");
    place.replaceChildren(...files.map((f) => h("div", {},
      h("div", { class: "top", style: "margin:18px 0 10px" }, h("div", {}, h("h2", {}, f.title), h("p", { class: "sub", style: "margin:0" }, f.source)),
        h("div", { class: "buttons" }, h("button", { type: "button", class: "button", disabled: run && ["running", "queued"].includes(run.state), onclick: (e) => check(f, e.currentTarget) }, found.size ? "Check again" : "Check these claims"))),
      f.claims.map((c) => {
        const r = found.get(c.name);
        const verdict = r?.verdict ?? c.verdict;
        const tests = r?.tests ?? c.tests ?? [];
        return h("section", { class: "card" },
          h("div", { class: "cardhead" }, h("div", {}, h("h3", {}, `“${c.quote}”`), h("p", { class: "sub" }, [c.speaker, day(c.date)].filter(Boolean).join(", "))),
            h("span", { class: "tag" }, verdict ?? "not checked yet")),
          h("p", { style: "margin:0 0 8px;max-width:84ch" }, h("span", { class: "quiet" }, "Read as: "), c.reads),
          r?.said ? h("p", { style: "margin:0 0 8px;max-width:84ch" }, h("strong", {}, r.said)) : null,
          tests.length ? h("details", {}, h("summary", {}, `${tests.length} ${tests.length === 1 ? "test" : "tests"}`), h("ul", { class: "effects" }, tests.map((t) =>
            h("li", {}, h("strong", {}, words(t.test)), t.verdict ? `: ${t.verdict}` : "", t.said ? `. ${t.said}` : "")))) : null);
      }))));
  }
  async function check(f, button) {
    button.disabled = true;
    try {
      run = await post("claims/check", { file: f.file });
      keep({ run: run.id });
      draw();
      follow();
    } catch (error) {
      status.replaceChildren(fault(error instanceof Problem ? error : new Problem(String(error))));
      button.disabled = false;
    }
  }
  async function look() {
    run = await perhaps(`runs/${part(run.id)}`, signal);
    draw();
    if (run && ["running", "queued"].includes(run.state)) follow();
  }
  function follow() {
    source?.close();
    if (!run || !["running", "queued"].includes(run.state)) return;
    source = new EventSource(`/api/runs/${part(run.id)}/events`);
    for (const name of ["state", "progress"]) source.addEventListener(name, (e) => {
      run = { ...run, ...JSON.parse(e.data) };
      draw();
    });
    for (const name of ["done", "cancelled", "failed", "interrupted"]) source.addEventListener(name, () => {
      source.close();
      look();
    });
  }
  draw();
  follow();
  return () => source?.close();
}

async function latest(signal) {
  const runs = (await perhaps("runs", signal)) ?? [];
  const found = runs.find((r) => r.kind === "claims" && r.state === "done") ?? runs.find((r) => r.kind === "claims");
  return found ? perhaps(`runs/${part(found.id)}`, signal) : null;
}

