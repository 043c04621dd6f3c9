// Commitments: treaties, bodies and sanctions, in force and ended; each with its story.

import { get, once, part, perhaps } from "./api.js";
import { calmly, field, h, link, select } from "./dom.js";
import { day, known, listed, number, words } from "./format.js";
import { learn, nameOf } from "./names.js";
import { card, empty, heading, stateList, story, table } from "./parts.js";

export async function show({ root, args, query, keep, signal }) {
  await learn();
  if (args.length) return one(root, args[0], signal);
  const { rows, kinds } = await get("commitments", signal);
  const { first, last } = await once("years");
  const now = { text: query.text ?? "", kind: query.kind ?? "", state: query.state ?? "", year: query.year ?? String(last) };
  const head = h("h1");
  const list = h("div");
  const save = calmly(() => keep(now), 250);
  function draw() {
    const year = Number(now.year);
    const wanted = now.text.trim().toLowerCase();
    const held = rows.filter((r) => (!now.kind || r.kind === now.kind) && (!now.year || alive(r, year))
      && (!wanted || `${r.name} ${r.id} ${r.parties.map(nameOf).join(" ")} ${r.parties.join(" ")}`.toLowerCase().includes(wanted)));
    const what = now.kind ? `${words(now.kind).toLowerCase()} commitments` : "commitments";
    head.textContent = `${number(held.length)} ${what}${wanted ? " that match" : ""} ${now.year ? `in force at the end of ${now.year}` : "in the record, ended ones too"}`;
    list.replaceChildren(held.length ? table([
      { title: "Commitment", head: true, cell: (r) => link(`#/commitments/${part(r.id)}`, r.name), key: (r) => r.name },
      { title: "Kind", cell: (r) => words(r.kind), key: (r) => r.kind },
      { title: "Obligations", cell: (r) => h("span", { class: "quiet" }, (r.obligations ?? []).join(", ")), key: (r) => (r.obligations ?? []).join() },
      { title: "In force", cell: (r) => day(r.in_force), key: (r) => r.in_force },
      { title: "Ends", cell: (r) => ends(r), key: (r) => r.ended || r.expires || "9999" },
      { title: "Parties", number: true, cell: (r) => r.parties.length, key: (r) => r.parties.length },
    ], held, { label: "Commitments", sort: { column: 3, down: true } })
      : empty("No commitment fits these choices. Empty the year to see ended ones too, or choose another kind."));
    save();
  }
  const text = h("input", { type: "search", value: now.text, placeholder: "Name, party or code", oninput: calmly(() => { now.text = text.value; draw(); }, 120) });
  const year = h("input", { type: "number", min: first, max: last, value: now.year, style: "width:6.5em",
    oninput: calmly(() => { now.year = year.checkValidity() ? year.value : now.year; draw(); }, 200) });
  const kind = select([["", "All kinds"], ...kinds.map((k) => [k, words(k)])], now.kind, (k) => { now.kind = k; draw(); });
  root.append(h("div", { class: "top" }, h("div", {}, h("p", { class: "kicker" }, "Commitments"), head,
    h("p", { class: "lead" }, "Treaties, partnerships, arms control, bodies and sanctions, each with its parties and its term."))),
    h("div", { class: "form" }, field("Look for", text), field("Kind", kind), field("In force in", year, "empty: all")),
    h("section", { class: "card", "aria-label": "List" }, list));
  draw();
  return undefined;
}

function alive(r, year) {
  if (!r.in_force) return false;
  const end = `${year}-12-31`;
  return r.in_force.slice(0, 10) <= end && (!r.ended || r.ended > end);
}

function ends(r) {
  if (r.ended) return `${day(r.ended)}${r.end_kind ? `, ${r.end_kind}` : ""}`;
  if (r.expires) return `runs to ${day(r.expires)}`;
  return h("span", { class: "quiet" }, "open");
}

async function one(root, id, signal) {
  const x = (await perhaps(`commitment/${part(id)}`, signal))
    ?? (await get("commitments", signal)).rows.find((r) => r.id === id);
  if (!x) {
    root.append(heading("Commitment", `No commitment is called “${id}”`), empty(h("p", {}, link("#/commitments", "All commitments"))));
    return;
  }
  document.title = `${x.name} – multipolar`;
  const facts = [
    ["Kind", words(x.kind)], ["Obligations", listed(x.obligations ?? [])], ["Signed", day(x.signed)],
    ["In force", day(x.in_force)],
    ["Term", known(x.term_years) ? `${number(x.term_years)} years${x.renewal ? `, renewal ${x.renewal}` : ""}` : ""],
    ["Runs to", day(x.expires)], ["Ended", x.ended ? `${day(x.ended)}${x.end_kind ? `, ${x.end_kind}` : ""}` : ""],
    ["Status", x.status], ["Source", x.source], ["Note", x.note],
  ].filter(([, v]) => v);
  const state = x.ended ? `ended ${day(x.ended)}` : x.in_force ? `in force since ${day(x.in_force)}` : "not in force";
  const parties = x.parties ?? [];
  root.append(heading("Commitment", `${x.name}: ${state}`, `${number(parties.length)} states have had a part in it.`,
    link("#/commitments", "All commitments", { class: "button" })));
  root.append(h("div", { class: "two" },
    card("Terms", "", h("dl", { class: "facts" }, facts.flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, v)]))),
    card("Story", "", x.story?.length ? story(x.story.map((e) => ({ ...e, date: day(e.date) || e.year }))) : h("p", { class: "quiet" }, "Nothing beyond its terms is kept."))));
  const spells = x.spells ?? [];
  root.append(card("Parties", "", spells.length ? table([
    { title: "State", head: true, cell: (r) => link(`#/state/${part(r.state)}`, r.name ?? nameOf(r.state)), key: (r) => r.name ?? nameOf(r.state) },
    { title: "Role", cell: (r) => words(r.role), key: (r) => r.role },
    { title: "Since", cell: (r) => day(r.since) || h("span", { class: "quiet" }, "the start"), key: (r) => r.since || "" },
    { title: "Until", cell: (r) => day(r.until), key: (r) => r.until || "9999" },
    { title: "Status", cell: (r) => h("span", { class: r.status === "observed" ? "quiet" : "tag" }, r.status), key: (r) => r.status },
    { title: "Note", cell: (r) => h("span", { class: "quiet" }, r.note ?? "") },
  ], spells, { label: "Parties" }) : stateList(parties)));
}
