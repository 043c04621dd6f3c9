// Small changes of a scenario's text that leave the rest of it, comments too, as it stands.

/** A value as TOML. */
export function toml(x) {
  if (Array.isArray(x)) return `[${x.map(toml).join(", ")}]`;
  if (typeof x === "number") return Number.isInteger(x) ? String(x) : String(x);
  if (typeof x === "boolean") return String(x);
  return JSON.stringify(String(x));
}

const isHead = (line) => /^\s*\[/.test(line);
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const keyed = (key) => new RegExp(`^\\s*${escaped(key)}\\s*=`);

/** Where tables begin: [{line, head}] of lines such as [a.b] and [[event]]. */
function heads(lines) {
  return lines.map((line, k) => ({ line: k, head: line.trim().replace(/\s*#.*$/, "") })).filter((x) => isHead(x.head));
}

/** Set, or take out (null), a key of the text's first part. */
export function setTop(text, key, x) {
  const lines = text.split("\n");
  const end = lines.findIndex(isHead);
  const top = end < 0 ? lines.length : end;
  const at = lines.slice(0, top).findIndex((line) => keyed(key).test(line));
  if (x === null) {
    if (at >= 0) lines.splice(at, 1);
  } else if (at >= 0) lines[at] = `${key} = ${toml(x)}`;
  else {
    let last = top;
    while (last > 0 && lines[last - 1].trim() === "") last -= 1;
    lines.splice(last, 0, `${key} = ${toml(x)}`);
  }
  return lines.join("\n");
}

/** Set, or take out (null), an assumption such as growth.trend; unit may be "". */
export function setAssumption(text, name, x, unit = "") {
  const dot = name.indexOf(".");
  const [mechanism, parameter] = [name.slice(0, dot), name.slice(dot + 1)];
  const lines = text.split("\n");
  const all = heads(lines);
  const told = x === null ? null : unit && unit !== "1" ? `{ value = ${toml(x)}, unit = ${toml(unit)} }` : toml(x);
  const own = all.findIndex((t) => t.head.replaceAll(" ", "") === `[assumptions.${mechanism}]`);
  if (own >= 0) {
    const from = all[own].line + 1;
    const to = all[own + 1]?.line ?? lines.length;
    const at = lines.slice(from, to).findIndex((line) => keyed(parameter).test(line));
    if (told === null) {
      if (at >= 0) lines.splice(from + at, 1);
      const rest = lines.slice(from, to - (at >= 0 ? 1 : 0));
      if (rest.every((line) => line.trim() === "")) lines.splice(all[own].line, rest.length + 1);
    } else if (at >= 0) lines[from + at] = `${parameter} = ${told}`;
    else lines.splice(from, 0, `${parameter} = ${told}`);
    return lines.join("\n");
  }
  if (told === null) return text;
  const block = ["", `[assumptions.${mechanism}]`, `${parameter} = ${told}`, ""];
  const first = all[0]?.line ?? lines.length;
  let at = first;
  while (at > 0 && lines[at - 1].trim() === "") at -= 1;
  lines.splice(at, first - at, ...block);
  return lines.join("\n");
}

/** Add an event at the end. */
export function addEvent(text, fields) {
  const body = Object.entries(fields).filter(([, v]) => v !== null && v !== "" && !(Array.isArray(v) && !v.length))
    .map(([key, v]) => `${key} = ${toml(v)}`);
  return `${text.replace(/\s*$/, "")}\n\n[[event]]\n${body.join("\n")}\n`;
}

/** The lines on which events begin, counted from 1. */
export function eventLines(text) {
  return heads(text.split("\n")).filter((t) => t.head.replaceAll(" ", "") === "[[event]]").map((t) => t.line + 1);
}

/** Take out an event, counted from 0. */
export function removeEvent(text, k) {
  const lines = text.split("\n");
  const all = heads(lines);
  const events = all.filter((t) => t.head.replaceAll(" ", "") === "[[event]]");
  if (!events[k]) return text;
  const from = events[k].line;
  const next = all.find((t) => t.line > from)?.line ?? lines.length;
  lines.splice(from, next - from);
  return `${lines.join("\n").replace(/\n{3,}/g, "\n\n").replace(/\s*$/, "")}\n`;
}
