// Commitments: treaties, bodies and sanctions; each with its story.

import { get, once, part } from "./api.js";
import { calmly, field, h, link, select } from "./dom.js";
import { day, known, listed, number, words } from "./format.js";
import { learn, nameOf } from "./names.js";
import { card, empty, heading, stateList, story, table } from "./parts.js";
import { yearBox } from "./years.js";

const ROLES = { party: "Parties", sender: "Imposed by", target: "Imposed on", observer: "Observers" };

export async function show({ root, args, query, keep, signal }) {
  await learn();
  const { last } = await once("years");
  const year = Number(query.year) || last;
  if (args.length) {
    await one(root, args[0], year, signal);
    return;
  }
  const x = await get(`commitments?year=${year}`, signal);
  const now = { text: query.text ?? "", kind: query.kind ?? "" };
  const head = h("h1");
  const list = h("div");
  const save = calmly(() => { if (!signal.aborted) keep({ ...now, year: year === last ? "" : year }); }, 250);
  const parties = (r) => [...new Set(Object.values(r.members).flat())];
  const searched = new Map(x.commitments.map((r) => [r, `${r.name} ${r.id} ${parties(r).map(nameOf).join(" ")} ${parties(r).join(" ")}`.toLowerCase()]));
  function draw() {
    const wanted = now.text.trim().toLowerCase();
    const held = x.commitments.filter((r) => (!now.kind || r.kind === now.kind) && (!wanted || searched.get(r).includes(wanted)));
    head.textContent = wanted || now.kind ? `${number(held.length)} of ${number(x.total)} commitments in force in ${year} fit the choice` : `${number(x.total)} commitments are in force at the end of ${year}`;
    list.replaceChildren(held.length ? table([
      { title: "Commitment", head: true, cell: (r) => link(`#/commitments/${part(r.id)}?year=${year}`, r.name), key: (r) => r.name },
      { title: "Kind", cell: (r) => words(r.kind), key: (r) => r.kind },
      { title: "Obligations", cell: (r) => h("span", { class: "quiet" }, r.obligations.join(", ")), key: (r) => r.obligations.join() },
      { title: "In force", cell: (r) => day(r.in_force), key: (r) => r.in_force },
      { title: "Term", cell: (r) => ends(r), key: (r) => r.ended || r.expires || "9999" },
      { title: "States", number: true, cell: (r) => parties(r).length, key: (r) => parties(r).length },
    ], held, { label: "Commitments", sort: { column: 3, down: true } })
      : empty(x.missing ?? "No commitment fits these choices. Choose another kind or year, or look for less."));
    save();
  }
  const text = h("input", { type: "search", value: now.text, placeholder: "Name, state or code", oninput: calmly(() => { now.text = text.value; draw(); }, 120) });
  const kind = select([["", "All kinds"], ...Object.entries(x.counts).map(([k, n]) => [k, `${words(k)} (${n})`])], now.kind, (k) => { now.kind = k; draw(); });
  root.append(h("div", { class: "top" }, h("div", {}, h("p", { class: "kicker" }, "Commitments"), head,
    h("p", { class: "lead" }, "Treaties, partnerships, arms control, bodies and sanctions, each with its parties and its term."))),
    h("div", { class: "form" }, field("Look for", text), field("Kind", kind), await yearBox(year, (y) => { location.hash = `#/commitments?${new URLSearchParams({ ...now, year: y })}`; }, "In force at the end of")),
    h("section", { class: "card", "aria-label": "List" }, list));
  if (x.missing) list.before(h("p", { class: "warn" }, x.missing));
  draw();
}

function ends(r) {
  if (r.ended) return `ended ${day(r.ended)}`;
  if (r.expires) return `runs to ${day(r.expires)}`;
  return h("span", { class: "quiet" }, "open");
}

async function one(root, id, year, signal) {
  const x = await get(`commitment/${part(id)}?year=${year}`, signal);
  document.title = `${x.name} – multipolar`;
  const facts = [
    ["Kind", words(x.kind)], ["Obligations", listed(x.obligations)], ["Signed", day(x.signed)], ["In force", day(x.in_force)],
    ["Term", known(x.term_years) ? `${number(x.term_years)} years${x.renewal ? `, renewal ${x.renewal}` : ""}${known(x.renewal_years) ? ` by ${number(x.renewal_years)} years` : ""}` : ""],
    ["Runs to", day(x.expires)], ["Ended", x.ended ? `${day(x.ended)}${x.end_kind ? `, ${x.end_kind}` : ""}` : ""],
    ["Status", x.status], ["Source", x.source?.replaceAll(";", ", ")], ["Note", x.note],
  ].filter(([, v]) => v);
  const state = x.ended ? `ended ${day(x.ended)}` : x.in_force ? `in force since ${day(x.in_force)}` : "not in force";
  const all = [...new Set(Object.values(x.members ?? {}).flat().concat((x.spells ?? []).map((p) => p.state)))];
  root.append(heading("Commitment", `${x.name}: ${state}`, `${number(all.length)} ${all.length === 1 ? "state has" : "states have"} a part in it.`, link(`#/commitments?year=${year}`, "All commitments", { class: "button" })));
  root.append(h("div", { class: "two" },
    card("Terms", "", h("dl", { class: "facts" }, facts.flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, v)]))),
    card("Story", "", story(events(x), 20))));
  if (x.spells?.length) {
    root.append(card("Who has been in it, and when", "", table([
      { title: "State", head: true, cell: (r) => link(`#/state/${part(r.state)}`, r.name ?? nameOf(r.state)), key: (r) => r.name ?? nameOf(r.state) },
      { title: "Role", cell: (r) => words(r.role), key: (r) => r.role },
      { title: "Since", cell: (r) => day(r.since) || h("span", { class: "quiet" }, "the start"), key: (r) => r.since || "" },
      { title: "Until", cell: (r) => day(r.until), key: (r) => r.until || "9999" },
      { title: "Status", cell: (r) => h("span", { class: r.status === "observed" ? "quiet" : "tag" }, r.status), key: (r) => r.status },
      { title: "Note", cell: (r) => h("span", { class: "quiet" }, r.note ?? "") },
    ], x.spells, { label: "Parties", most: 60 })));
  } else {
    for (const [role, codes] of Object.entries(x.members)) root.append(card(`${ROLES[role] ?? words(role)} (${codes.length})`, "", stateList(codes, 60)));
  }
}

/** The story of a commitment from its dates and those of its parties. */
function events(x) {
  const out = [[x.signed, "Signed"], [x.in_force, "Enters into force"]];
  const joined = new Map();
  for (const p of x.spells ?? []) {
    if (p.since && p.since !== x.in_force && p.since !== x.signed) joined.set(`${p.since}|+`, [...(joined.get(`${p.since}|+`) ?? []), nameOf(p.state)]);
    if (p.until && p.until !== x.ended) joined.set(`${p.until}|-`, [...(joined.get(`${p.until}|-`) ?? []), nameOf(p.state)]);
  }
  for (const [key, who] of joined) out.push([key.slice(0, -2), `${listed(who, 8)} ${key.endsWith("+") ? (who.length > 1 ? "join" : "joins") : who.length > 1 ? "leave" : "leaves"}`]);
  if (x.expires && !x.ended) out.push([x.expires, "Its term ends, if it is not renewed"]);
  if (x.ended) out.push([x.ended, `Ends${x.end_kind ? `: ${x.end_kind}` : ""}`]);
  return out.filter(([d]) => d).sort((a, b) => a[0].localeCompare(b[0])).map(([d, text]) => ({ when: day(d), text }));
}
