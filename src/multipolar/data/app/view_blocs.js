// Blocs of a year: who stands with whom, as a network and as lists.

import { get, once } from "./api.js";
import { h, link, s } from "./dom.js";
import { known, listed, number, percent } from "./format.js";
import { learn, nameOf } from "./names.js";
import { card, empty, figure, heading, legend, stateList, swatch } from "./parts.js";
import { yearBox } from "./years.js";

const HEX = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#5B3A29"];
const DARK_WORDS = new Set(["g1", "g2", "g4", "g5", "g6", "grey"]);
const INSIDE = 15;

export async function show({ root, query, signal }) {
  await learn();
  const x = await get(`blocs${query.year ? `?year=${query.year}` : ""}`, signal);
  const { year } = x;
  const pacts = new Map((await once("commitments")).rows.map((c) => [c.id, c.name]));
  const tint = new Map(x.blocs.map((b, k) => {
    const own = HEX.indexOf((b.colour ?? "").toUpperCase());
    return [b.name, b.colour === undefined ? `g${k % 8}` : own < 0 ? "grey" : `g${own}`];
  }));
  root.append(heading(`Blocs, ${year}`, x.said || `${x.blocs.length} blocs in ${year}`,
    known(x.modularity) ? `Blocs stand together in defence pacts and apart in rivalries; modularity ${number(x.modularity)} (0: no structure).` : "",
    h("div", { class: "form", style: "margin:0" }, await yearBox(year, (y) => { location.hash = `#/blocs?year=${y}`; }))));
  if (!x.blocs.length) {
    root.append(empty(`No pacts are known for ${year}, so there are no blocs. Choose another year.`));
    return;
  }
  if (x.network?.dots?.length) {
    root.append(figure({ title: "Who stands with whom", sub: "The largest states; area shows capability. Lines join parties of defence pacts, dashed ones rivals.",
      drawing: h("div", {}, legend([...x.blocs.filter((b) => x.network.dots.some((d) => d.bloc === b.name)).map((b) => [b.name, tint.get(b.name)]), ["In no bloc", "grey"]]), network(x.network, tint)),
      header: ["State", "Bloc or tie", "With"], name: `network-${year}`,
      rows: () => [...x.network.dots.map((d) => [d.code, d.bloc ?? "in no bloc", ""]), ...x.network.friends.map(([a, b]) => [a, "defence pact", b]), ...x.network.foes.map(([a, b]) => [a, "rivalry", b])] }));
  }
  root.append(h("div", { class: "two" }, x.blocs.map((b) => h("section", { class: "card" },
    h("h2", {}, swatch(tint.get(b.name)), " ", b.name),
    h("p", { class: "sub" }, `${number(b.members.length)} states${known(b.share) ? `, ${percent(b.share)} of capability` : ""}`,
      b.alliance ? [". Pact that covers it best: ", link(`#/commitments/${encodeURIComponent(b.alliance)}`, pacts.get(b.alliance) ?? b.alliance)] : ". No single pact covers half of it."),
    stateList(b.members.map((m) => m.code ?? m), 24)))));
  if (x.unaligned?.length) root.append(card(`In no bloc (${x.unaligned.length})`, "", stateList(x.unaligned, 40)));
}

function network(net, tint) {
  const at = new Map(net.dots.map((d) => [d.code, d]));
  const rule = ([a, b], foe) => (at.has(a) && at.has(b) ? s("line", { x1: at.get(a).x, y1: at.get(a).y, x2: at.get(b).x, y2: at.get(b).y,
    style: foe ? "stroke:var(--muted);stroke-dasharray:4 3" : "stroke:var(--edge)", opacity: 0.5 }) : null);
  const dots = net.dots.map((d) => {
    const colour = tint.get(d.bloc) ?? "grey";
    const inside = d.r >= INSIDE;
    return [s("circle", { cx: d.x, cy: d.y, r: d.r, class: colour, style: "stroke:var(--card)" }, s("title", {}, `${nameOf(d.code)}: ${d.bloc ?? "in no bloc"}`)),
      s("text", { x: d.x, y: inside ? d.y + 4 : d.y + d.r + 11, "text-anchor": "middle", "font-size": 11,
        style: inside ? `fill:${DARK_WORDS.has(colour) ? "#000" : "#fff"};font-weight:600` : "" }, d.code)];
  });
  const leading = listed(net.dots.slice(0, 8).map((d) => nameOf(d.code)));
  return h("div", { class: "chart scroll", tabindex: "0", role: "region", "aria-label": "Network of states" },
    s("svg", { viewBox: `0 0 ${net.width} ${net.height}`, role: "img", "aria-label": `Network of ${net.dots.length} states, among them ${leading}`, style: "min-width:560px" },
      net.friends.map((p) => rule(p, false)), net.foes.map((p) => rule(p, true)), dots));
}
