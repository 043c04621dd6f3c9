// Pieces that several views show alike.

import { Problem } from "./api.js";
import { download, h, link, s } from "./dom.js";
import { csv, percent } from "./format.js";
import { nameOf } from "./names.js";

export const VERDICTS = ["unipolar", "uni-multipolar", "bipolar", "multipolar", "nonpolar"];

/** The head of a view: its name, the finding in a sentence, what is shown, and controls. */
export function heading(kicker, finding, lead = "", controls = null) {
  return h("div", { class: "top" },
    h("div", {}, h("p", { class: "kicker" }, kicker), h("h1", {}, finding),
      lead ? h("p", { class: "lead" }, lead) : null),
    controls);
}

export function card(title, sub, ...body) {
  return h("section", { class: "card" }, h("h2", {}, title), sub ? h("p", { class: "sub" }, sub) : null, body);
}

/** What to do where there is nothing yet. */
export function empty(...paragraphs) {
  return h("div", { class: "empty" }, paragraphs.map((p) => (p instanceof Node ? p : h("p", {}, p))));
}

/** What happened, and a way to try again. */
export function fault(error, again = null) {
  const known = error instanceof Problem;
  return h("div", { class: "fault", role: "alert" },
    h("p", {}, known ? error.message : "This page has a fault of its own: ", known ? null : String(error.message ?? error)),
    known && error.told?.field ? h("p", { class: "quiet" }, `Field: ${error.told.field}`) : null,
    again ? h("p", {}, h("button", { type: "button", class: "button", onclick: () => again() }, "Try again")) : null);
}

/** A square of a colour and a word for each kind. */
export function legend(entries) {
  return h("ul", { class: "legend" }, entries.map(([name, colour]) => h("li", {}, swatch(colour), name)));
}

export function swatch(colour) {
  return s("svg", { width: 13, height: 13, "aria-hidden": "true" }, s("rect", { width: 13, height: 13, rx: 2, class: colour }));
}

/** A figure: title, drawing, and its numbers as a table and as a file. */
export function figure({ title, sub = "", drawing, header, rows, caption = "", name = "figure", extra = null }) {
  const table = () => h("table", {}, h("thead", {}, h("tr", {}, header.map((x) => h("th", { scope: "col" }, x)))),
    h("tbody", {}, rows().map((row) => h("tr", {}, row.map((x) => h("td", {}, x ?? ""))))));
  const box = h("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": `Numbers of ${title}` });
  const numbers = header
    ? h("details", { ontoggle: () => { if (numbers.open) box.replaceChildren(table()); } },
        h("summary", {}, "Numbers"), box,
        h("div", { class: "tools" }, h("button", { type: "button", class: "button",
          onclick: () => download(`${name}.csv`, csv(header, rows()), "text/csv") }, "Save as CSV")))
    : null;
  return h("section", { class: "card" },
    h("div", { class: "cardhead" }, h("div", {}, h("h2", {}, title), sub ? h("p", { class: "sub" }, sub) : null), extra),
    drawing, caption ? h("p", { class: "caption" }, caption) : null, numbers);
}

export const stateLink = (code, name = nameOf(code)) => link(`#/state/${code}`, name);

/** Names of states in a row, the first few, the rest on demand. */
export function stateList(codes, most = 30) {
  const list = h("ul", { class: "names" }, codes.slice(0, most).map((c) => h("li", {}, stateLink(c))));
  if (codes.length > most) {
    const more = h("button", { type: "button", class: "button plain", onclick: () => {
      list.append(...codes.slice(most).map((c) => h("li", {}, stateLink(c))));
      more.parentElement.remove();
    } }, `and ${codes.length - most} more`);
    list.append(h("li", {}, more));
  }
  return list;
}

/** Shares of verdicts as one bar with words. */
export function verdictBar(verdicts) {
  const held = VERDICTS.filter((k) => (verdicts[k] ?? 0) >= 0.005);
  return h("div", {},
    h("div", { class: "stack", "aria-hidden": "true" }, held.map((k) => h("i", { style: `flex:${verdicts[k]};background:${TINTS[k]}` }))),
    h("ul", { class: "legend", style: "margin:9px 0 0" }, held.map((k) => h("li", {}, swatch(k), `${k} ${percent(verdicts[k], 0)}`))));
}
const TINTS = { unipolar: "var(--v-unipolar)", "uni-multipolar": "var(--v-uni)", bipolar: "var(--v-bipolar)",
  multipolar: "var(--v-multi)", nonpolar: "var(--v-non)" };

/** Rows of a name, a bar and a number. */
export function bars(rows) {
  const top = Math.max(...rows.map((r) => r.value), 1e-9);
  return h("div", { class: "bars" }, rows.flatMap((r) => [
    h("span", {}, r.name), h("span", { class: "track1", "aria-hidden": "true" }, h("i", { style: `width:${(100 * r.value) / top}%;${r.tint ? `background:${r.tint}` : ""}` })),
    h("span", { class: "n" }, r.text)]));
}

/** A dot with its interval on a line from low to high; a rule at zero where it lies within. */
export function interval({ low, high, value, from, to, colour = "g0" }) {
  const x = (v) => 2 + 96 * Math.min(1, Math.max(0, (v - from) / (to - from || 1)));
  return s("svg", { viewBox: "0 0 100 18", preserveAspectRatio: "none", "aria-hidden": "true" },
    s("line", { x1: 2, x2: 98, y1: 9, y2: 9, stroke: "var(--line)", "vector-effect": "non-scaling-stroke" }),
    from < 0 && to > 0 ? s("line", { x1: x(0), x2: x(0), y1: 1, y2: 17, stroke: "var(--edge)", "vector-effect": "non-scaling-stroke" }) : null,
    s("rect", { x: x(low), width: Math.max(0.6, x(high) - x(low)), y: 6, height: 6, rx: 1, class: colour, opacity: 0.45 }),
    s("rect", { x: x(value) - 0.6, width: 1.2, y: 2, height: 14, class: colour }));
}

/** A table whose columns sort. Columns: {title, number, cell(row), key(row)}. */
export function table(columns, rows, { label, sort = null, most = 25 } = {}) {
  const body = h("tbody");
  let by = sort?.column ?? null;
  let down = sort?.down ?? false;
  const heads = columns.map((c, k) => {
    const th = h("th", { scope: "col", class: c.number ? "n" : null });
    if (c.key) th.append(h("button", { type: "button", onclick: () => {
      down = by === k ? !down : Boolean(c.number);
      by = k;
      draw();
    } }, c.title));
    else th.append(c.title || h("span", { class: "out" }, c.hidden ?? "Actions"));
    return th;
  });
  function draw() {
    const order = [...rows];
    if (by !== null) {
      const { key } = columns[by];
      order.sort((a, b) => {
        const [x, y] = [key(a) ?? null, key(b) ?? null];
        if (x === null || y === null) return (x === null) - (y === null);
        const way = typeof x === "number" ? x - y : String(x).localeCompare(String(y));
        return down ? -way : way;
      });
    }
    heads.forEach((th, k) => {
      if (k === by) th.setAttribute("aria-sort", down ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
    });
    const shown = whole || order.length <= most + 5 ? order : order.slice(0, most);
    body.replaceChildren(...shown.map((row) => h("tr", {}, columns.map((c) =>
      h(c.head ? "th" : "td", { class: c.number ? "n" : c.class ?? null, scope: c.head ? "row" : null }, c.cell(row))))));
    more.hidden = shown.length === order.length;
  }
  let whole = false;
  const more = h("p", { style: "margin:12px 0 0" }, h("button", { type: "button", class: "button", onclick: () => {
    whole = true;
    draw();
  } }, `Show all ${rows.length}`));
  draw();
  return h("div", {}, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label ?? "Table" },
    h("table", {}, h("thead", {}, h("tr", {}, heads)), body)), more);
}

/** The story of a state, a pair or a commitment: the latest events, the rest on demand. */
export function story(events, most = 30) {
  const item = (e) => h("li", {}, h("span", { class: "when" }, e.when ?? ""),
    h("span", { class: e.quiet ? "quiet" : null }, e.text, e.source ? h("span", { class: "source" }, e.source) : null));
  const hidden = events.length > most + 5 ? events.length - most : 0;
  const list = h("ol", { class: "story" }, events.slice(hidden).map(item));
  if (!hidden) return list;
  const more = h("button", { type: "button", class: "button", style: "margin-bottom:8px", onclick: () => {
    list.prepend(...events.slice(0, hidden).map(item));
    more.remove();
  } }, `Show ${hidden} earlier ones, from ${events[0].when} on`);
  return h("div", {}, more, list);
}
