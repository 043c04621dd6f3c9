// The world as shapes of SVG. A step of the slider only sets the class of what changed.

import { h, s } from "./dom.js";

/**
 * Draw the map.
 *
 * world: what /api/shapes gives. told(item) gives the words beside the pointer, picked(item) is
 * called on a click. Returns {element, items, paint(classOf)}.
 */
export function worldMap(world, { label, told, picked }) {
  const administered = new Map(world.shapes.map((x) => [x.id, x.fill]));
  const items = [];
  const land = s("g");
  for (const x of world.shapes) {
    if (!x.d) continue;
    const node = s("path", { d: x.d, class: "land faint" });
    items.push({ id: x.id, name: x.name, fill: x.fill, node, now: "faint" });
    land.append(node);
  }
  for (const x of world.dots) {
    const node = s("circle", { cx: x.x, cy: x.y, r: 2.6, class: "land faint" });
    items.push({ id: x.id, name: x.name, fill: x.fill ?? administered.get(x.id), node, now: "faint" });
    land.append(node);
  }
  const of = new Map(items.map((x) => [x.node, x]));
  const hatch = s("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("rect", { width: 5, height: 5, style: "fill:var(--hatch)" }), s("rect", { width: 1.3, height: 5, style: "fill:var(--hatched)" }));
  const svg = s("svg", { viewBox: `0 0 ${world.width} ${world.height}`, role: "img", "aria-label": label },
    s("defs", {}, hatch), s("path", { d: world.sphere, class: "sphere" }), land);
  const tip = h("div", { class: "tip", hidden: true });
  const element = h("div", { class: "map" }, svg, tip);

  svg.addEventListener("pointermove", (event) => {
    const item = of.get(event.target);
    tip.hidden = !item;
    if (!item) return;
    tip.replaceChildren(...told(item).flatMap((line, k) => (k ? [h("br"), line] : [h("b", {}, line)])));
    const at = element.getBoundingClientRect();
    const x = event.clientX - at.left;
    const y = event.clientY - at.top;
    const left = x > at.width - tip.offsetWidth - 24;
    tip.style.left = `${left ? Math.max(0, x - tip.offsetWidth - 12) : x + 14}px`;
    tip.style.top = `${Math.max(0, y - tip.offsetHeight - 10)}px`;
  });
  svg.addEventListener("pointerleave", () => { tip.hidden = true; });
  svg.addEventListener("click", (event) => {
    const item = of.get(event.target);
    if (item) picked(item);
  });

  function paint(classOf) {
    for (let k = 0; k < items.length; k += 1) {
      const item = items[k];
      const wanted = classOf(item, k);
      if (wanted !== item.now) {
        item.node.setAttribute("class", `land ${wanted}`);
        item.now = wanted;
      }
    }
  }
  return { element, items, paint, say: (text) => svg.setAttribute("aria-label", text) };
}

/** For each shape, the state that held it in each year: a list of codes from the first year on. */
export function heldBy(items, holders, first, last) {
  return items.map((item) => {
    const years = new Array(last - first + 1).fill(null);
    for (const [from, to, code] of holders[item.id] ?? []) {
      const end = Math.min(to ?? last, last);
      for (let y = Math.max(from, first); y <= end; y += 1) years[y - first] = code;
    }
    return years;
  });
}

export const CUTS = [0.005, 0.02, 0.05, 0.1, 0.2];
/** Words for the classes of a share of capability, low to high. */
export const CLASSES = ["under 0.5%", "0.5 to 2%", "2 to 5%", "5 to 10%", "10 to 20%", "20% and over"];
export const shade = (share) => `b${CUTS.filter((cut) => share >= cut).length}`;
