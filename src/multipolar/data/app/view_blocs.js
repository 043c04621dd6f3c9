// Blocs of a year: who stands with whom, as a network and as lists.

import { get, once, part } from "./api.js";
import { h, link, s } from "./dom.js";
import { known, number, percent } from "./format.js";
import { INSIDE, place } from "./layout.js";
import { learn, nameOf } from "./names.js";
import { blocTints } from "./palette.js";
import { card, empty, figure, heading, legend, stateList, swatch } from "./parts.js";
import { yearBox } from "./years.js";

// Wide screens and telephones have a drawing each, so that its words can be read.
const size = () => (innerWidth > 640 ? { width: 1000, height: 560, largest: 32, drawn: 45 } : { width: 380, height: 520, largest: 20, drawn: 24 });
const LIGHT = new Set(["g1", "g2", "g4", "g5", "g6", "grey"]);

export async function show({ root, query, signal }) {
  await learn();
  const box = async (y) => h("div", { class: "form", style: "margin:0" }, await yearBox(y, (to) => { location.hash = `#/blocs?year=${to}`; }));
  let x;
  try {
    x = await get(`blocs${query.year ? `?year=${query.year}` : ""}`, signal);
  } catch (error) {
    if (signal.aborted || !error.status) throw error;
    root.append(heading("Blocs", `No blocs can be told for ${query.year}`, "", await box(query.year)), empty(error.message));
    return;
  }
  const tint = blocTints(x.blocs);
  const pacts = await once("commitments").then((c) => new Map(c.commitments.map((r) => [r.id, r.name])), () => new Map());
  const largest = [...x.blocs].sort((p, q) => (q.shares.cinc ?? 0) - (p.shares.cinc ?? 0))[0];
  const said = largest ? `${x.blocs.length} blocs in ${x.year}; the strongest, led by ${nameOf(largest.members[0])}, holds ${percent(largest.shares.cinc ?? Object.values(largest.shares)[0], 0)} of capability` : `No bloc in ${x.year}`;
  root.append(heading(`Blocs, ${x.year}`, said, [known(x.modularity) ? `Modularity ${number(x.modularity)} (0: no structure).` : "", x.note].filter(Boolean).join(" "), await box(x.year)));
  if (!x.blocs.length) {
    root.append(empty(`No pacts are known for ${x.year}. Choose another year.`));
    return;
  }
  if (x.nodes.length) {
    const { width, height, largest: radius, drawn } = size();
    const shown = x.nodes.slice(0, drawn);
    const top = Math.max(...shown.map((n) => n.share));
    const dots = place(shown.map((n) => ({ ...n, r: Math.max(4.5, radius * Math.sqrt(n.share / top)) })), x.blocs.length, width, height);
    const colour = (n) => (n.bloc === null ? "grey" : tint.get(x.blocs[n.bloc].name) ?? "grey");
    const used = x.blocs.filter((b, k) => shown.some((n) => n.bloc === k));
    root.append(figure({ title: "Who stands with whom", sub: `The ${shown.length} most capable states; the area of a dot shows its share. Lines join parties of defence pacts, dashed ones rivals.`,
      drawing: h("div", {}, legend([...used.map((b) => [b.name, tint.get(b.name)]), ["In no bloc", "grey"]]), network(dots, x, colour, width, height)),
      header: ["State", "Bloc or tie", "Share or partner"], name: `network-${x.year}`,
      rows: () => [...shown.map((n) => [n.code, n.bloc === null ? "in no bloc" : x.blocs[n.bloc].name, n.share]), ...x.friends.map(([p, q]) => [p, "defence pact", q]), ...x.foes.map(([p, q]) => [p, "rivalry", q])] }));
  }
  root.append(h("div", { class: "two" }, x.blocs.map((b) => h("section", { class: "card" },
    h("h2", {}, swatch(tint.get(b.name)), " ", b.name),
    h("p", { class: "sub" }, `${number(b.members.length)} states, ${percent(b.shares.cinc ?? Object.values(b.shares)[0])} of capability. `,
      b.alliance ? ["Covered best by ", link(`#/commitments/${part(b.alliance)}?year=${x.year}`, pacts.get(b.alliance) ?? b.alliance), "."] : "No single pact covers half of it."),
    stateList(b.members, 24)))));
  if (known(x.unaligned)) root.append(card("In no bloc", "", h("p", { class: "quiet", style: "margin:0" }, `${number(x.unaligned)} states: they have neither ally nor rival, or are torn between blocs.`)));
}

function network(dots, x, colour, width, height) {
  const at = new Map(dots.map((d) => [d.code, d]));
  const rule = ([a, b], style, opacity) => (at.has(a) && at.has(b) ? s("line", { x1: at.get(a).x, y1: at.get(a).y, x2: at.get(b).x, y2: at.get(b).y, style, opacity }) : null);
  const marks = dots.map((d) => {
    const tone = colour(d);
    const inside = d.r >= INSIDE;
    return [s("circle", { cx: d.x, cy: d.y, r: d.r, class: tone, style: "stroke:var(--card);stroke-width:1.2" }, s("title", {}, `${d.name}: ${percent(d.share)}`)),
      s("text", { x: d.x, y: inside ? d.y + 4 : d.y + d.r + 11, "text-anchor": "middle", "font-size": 11, class: inside ? null : "halo",
        style: inside ? `fill:${tone === "grey" ? "var(--ink)" : LIGHT.has(tone) ? "#000" : "#fff"};font-weight:600` : "" }, d.code)];
  });
  return h("div", { class: "chart" },
    s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Network of the ${dots.length} most capable states` },
      x.friends.map((p) => rule(p, "stroke:var(--edge)", 0.35)), x.foes.map((p) => rule(p, "stroke:var(--muted);stroke-dasharray:4 3", 0.7)), marks));
}
