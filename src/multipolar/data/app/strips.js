// Rows of years, each year a mark where something holds.

import { h, s } from "./dom.js";
import { ticks } from "./chart.js";

const [ROW, GAP, FOOT] = [22, 8, 22];

/** rows: [{name, values, kind(v) → class or null, strength(v) → opacity}]. */
export function strips({ years, rows, label }) {
  const box = h("div", { class: "chart" });
  const left = Math.max(...rows.map((r) => r.name.length)) * 7.4 + 12;
  const height = rows.length * (ROW + GAP) + FOOT;
  let seen = 0;
  function draw(width) {
    const [first, last] = [years[0], years.at(-1)];
    const one = (width - left - 4) / (last - first + 1);
    const X = (y) => left + (y - first) * one;
    box.replaceChildren(s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
      rows.map((r, k) => {
        const top = k * (ROW + GAP);
        return [s("rect", { x: left, y: top, width: width - left - 4, height: ROW, style: "fill:var(--ocean)" }),
          s("text", { x: left - 10, y: top + ROW / 2 + 4, "text-anchor": "end" }, r.name),
          years.map((y, i) => {
            const kind = r.values[i] === null ? null : r.kind(r.values[i]);
            return kind ? s("rect", { x: X(y), y: top, width: Math.max(one, 1), height: ROW, class: kind, opacity: r.strength?.(r.values[i]) ?? 1 }) : null;
          })];
      }),
      ticks(first, last, Math.max(2, width / 90)).filter(Number.isInteger).map((y) => s("text", { class: "axis", x: X(y), y: height - 6, "text-anchor": X(y) > width - 18 ? "end" : "middle" }, y))));
  }
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width > 40 && width !== seen) {
      seen = width;
      draw(width);
    }
  }).observe(box);
  return box;
}
