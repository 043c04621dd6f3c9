// Lines through the years, and fans where they go on into futures. Redrawn when the width changes.

import { h, s } from "./dom.js";
import { known, value as written } from "./format.js";

const ROW = 16;

/** Round numbers from low to high, some `most` of them. */
export function ticks(low, high, most) {
  const rough = (high - low) / Math.max(most, 1);
  if (!(rough > 0)) return [low];
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((k) => k * unit).find((k) => k >= rough * (1 - 1e-9));
  const out = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k += 1) out.push(k * step);
  return out;
}

/** Push names apart that would stand on one another, within low and high. */
function apart(places, gap, low, high) {
  const order = places.map((y, k) => [y, k]).sort((a, b) => a[0] - b[0]);
  let last = -Infinity;
  for (const p of order) last = p[0] = Math.max(p[0], last + gap);
  let next = high + gap;
  for (const p of order.reverse()) next = p[0] = Math.min(p[0], next - gap);
  const out = [];
  for (const [y, k] of order) out[k] = Math.max(y, low);
  return out;
}

/** A tick with as many decimals as the step between ticks needs. */
function tickText(v, step, unit) {
  const [x, by] = unit === "share" ? [100 * v, 100 * step] : [v, step];
  if (unit !== "share" && Math.abs(x) >= 10000) return written(x);
  const places = [0, 1, 2, 3, 4].find((d) => Math.abs(by * 10 ** d - Math.round(by * 10 ** d)) < 1e-6) ?? 4;
  return `${x.toFixed(places).replace("-", "−")}${unit === "share" ? "%" : ""}`;
}

function path(points) {
  let pen = "M";
  let out = "";
  for (const p of points) {
    if (!p) pen = "M";
    else {
      out += `${pen}${p[0].toFixed(1)} ${p[1].toFixed(1)}`;
      pen = "L";
    }
  }
  return out;
}

/**
 * Draw lines and fans.
 *
 * series: [{name, colour: 0..7, past: {years, values}, future: {years, q05, q25, q50, q75, q95}}]
 * marks: [{year, text}] upright rules; unit: "share", "count" or "number".
 */
export function lines({ series, unit = "number", label, height = 300, zero = true, marks = [], digits = 0, onYear = null }) {
  const box = h("div", { class: "chart" });
  const drawn = series.filter((x) => x.past?.years?.length || x.future?.years?.length);
  let seen = 0;

  function draw(width) {
    const all = drawn.flatMap((x) => [...(x.past?.years ?? []).filter((y, i) => known(x.past.values[i])), ...(x.future?.years ?? [])]);
    const numbers = drawn.flatMap((x) => [...(x.past?.values ?? []), ...(x.future ? [...x.future.q05, ...x.future.q95, ...x.future.q50] : [])]).filter(known);
    if (!numbers.length) {
      box.replaceChildren(h("p", { class: "quiet" }, "No numbers to draw."));
      return;
    }
    const [first, last] = [Math.min(...all), Math.max(...all)];
    const top = Math.max(...numbers);
    const bottom = Math.min(...numbers);
    const spread = (top - bottom) || Math.abs(top) || 1;
    const low = zero ? Math.min(0, bottom) : bottom - 0.08 * spread;
    const high = top + 0.06 * (zero ? top - low || 1 : spread);
    const named = drawn.length > 1 && drawn.every((x) => x.name);
    const room = named ? Math.min(Math.max(...drawn.map((x) => x.name.length)) * 7.2 + 20, width * 0.4) : 14;
    const yTicks = ticks(low, high, Math.max(3, height / 52));
    const step = Math.abs(yTicks[1] - yTicks[0]) || 1;
    const mark = (v) => tickText(v, step, unit);
    const left = Math.max(...yTicks.map((t) => mark(t).length)) * 7.6 + 14;
    const [right, head, foot] = [width - room, 14, height - 24];
    const X = (y) => left + ((y - first) / (last - first || 1)) * (right - left);
    const Y = (v) => foot - ((v - low) / (high - low || 1)) * (foot - head);
    const xTicks = ticks(first, last, Math.max(2, (right - left) / 80)).filter(Number.isInteger);
    const parts = [
      yTicks.map((t) => [s("line", { class: t === 0 ? "zero" : "grid", x1: left, x2: right, y1: Y(t), y2: Y(t) }),
        s("text", { class: "axis", x: left - 8, y: Y(t) + 4, "text-anchor": "end" }, mark(t))]),
      xTicks.map((t) => s("text", { class: "axis", x: X(t), y: height - 6, "text-anchor": X(t) > width - 18 ? "end" : "middle" }, t)),
      marks.filter((m) => m.year >= first && m.year <= last).map((m) => [
        s("line", { class: "rule", x1: X(m.year), x2: X(m.year), y1: head, y2: foot }),
        m.text ? s("text", { class: "axis", x: X(m.year) + (X(m.year) > right - 90 ? -5 : 5), y: head + 4,
          "text-anchor": X(m.year) > right - 90 ? "end" : "start" }, m.text) : null]),
    ];
    for (const x of drawn) {
      const k = x.colour;
      const f = x.future;
      if (f?.years?.length) {
        const band = (a, b) => path([...f.years.map((y, i) => [X(y), Y(a[i])]), ...[...f.years].reverse().map((y, i) => [X(y), Y(b[f.years.length - 1 - i])])]);
        parts.push(s("path", { class: `band90 g${k}`, d: `${band(f.q05, f.q95)}Z` }), s("path", { class: `band50 g${k}`, d: `${band(f.q25, f.q75)}Z` }));
      }
    }
    for (const x of drawn) {
      if (x.past) parts.push(s("path", { class: `past k${x.colour}`, d: path(x.past.years.map((y, i) => (known(x.past.values[i]) ? [X(y), Y(x.past.values[i])] : null))) }));
      if (x.future?.years?.length) parts.push(s("path", { class: `middle k${x.colour}`, d: path(x.future.years.map((y, i) => [X(y), Y(x.future.q50[i])])) }));
    }
    if (named) {
      const ends = drawn.map((x) => (x.future?.years?.length ? x.future.q50.at(-1) : x.past.values.findLast(known)));
      const at = apart(ends.map(Y), ROW, head, foot);
      drawn.forEach((x, k) => parts.push(
        s("circle", { class: `g${x.colour}`, cx: right + 6, cy: at[k], r: 3.5 }),
        s("text", { class: "end", x: right + 14, y: at[k] + 4 }, x.name)));
    }
    const cross = s("line", { class: "cross", y1: head, y2: foot, visibility: "hidden" });
    const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, parts.flat(Infinity), cross);
    const tip = h("div", { class: "tip", hidden: true });
    const over = (event) => {
      const at = svg.getBoundingClientRect();
      const px = ((event.clientX - at.left) / at.width) * width;
      const year = Math.round(first + ((px - left) / (right - left)) * (last - first));
      if (year < first || year > last) {
        out();
        return;
      }
      cross.setAttribute("x1", X(year));
      cross.setAttribute("x2", X(year));
      cross.setAttribute("visibility", "visible");
      const told = drawn.map((x) => [x, at_(x, year)]).filter(([, v]) => v);
      tip.replaceChildren(h("b", {}, year), h("table", {}, told.map(([x, v]) => h("tr", {},
        h("th", {}, named ? x.name : ""), h("td", {}, v)))));
      tip.hidden = false;
      const onRight = X(year) > width * 0.6;
      tip.style.left = onRight ? "auto" : `${(X(year) / width) * 100 + 1.5}%`;
      tip.style.right = onRight ? `${100 - (X(year) / width) * 100 + 1.5}%` : "auto";
      tip.style.top = "8px";
      onYear?.(year);
    };
    const out = () => {
      tip.hidden = true;
      cross.setAttribute("visibility", "hidden");
    };
    svg.addEventListener("pointermove", over);
    svg.addEventListener("pointerleave", out);
    box.replaceChildren(svg, tip);
  }
  function at_(x, year) {
    const i = x.future?.years?.indexOf(year) ?? -1;
    const d = unit === "share" ? 1 : digits;
    if (i >= 0) return `${written(x.future.q50[i], unit, d)} (${written(x.future.q05[i], unit, d)} to ${written(x.future.q95[i], unit, d)})`;
    const j = x.past?.years?.indexOf(year) ?? -1;
    return j >= 0 && known(x.past.values[j]) ? written(x.past.values[j], unit, d) : "";
  }
  const watch = new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width > 40 && width !== seen) {
      seen = width;
      draw(width);
    }
  });
  watch.observe(box);
  return box;
}

/** The numbers of lines and fans as rows of a table. */
export function numbersOf(series) {
  const rows = [];
  for (const x of series) {
    (x.past?.years ?? []).forEach((y, i) => { if (known(x.past.values[i])) rows.push([x.name, y, x.past.values[i].toPrecision(6), "", "", "", ""]); });
    (x.future?.years ?? []).forEach((y, i) => rows.push([x.name, y, ...["q50", "q05", "q25", "q75", "q95"].map((q) => x.future[q][i]?.toPrecision(6) ?? "")]));
  }
  return rows;
}
export const HEADER = ["Series", "Year", "Value or median", "5 %", "25 %", "75 %", "95 %"];
