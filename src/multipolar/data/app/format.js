// Numbers and dates as people read them.

const MINUS = "−";

function fixed(value, digits) {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", MINUS);
}

export const known = (value) => typeof value === "number" && Number.isFinite(value);

/** 0.134 → "13.4%". */
export function percent(value, digits = 1) {
  if (!known(value)) return "–";
  if (value > 0 && value * 100 < 0.5 * 10 ** -digits) return `<${10 ** -digits}%`;
  return `${fixed(100 * value, digits)}%`;
}

/** 12345.6 → "12,346"; small numbers with three figures. */
export function number(value) {
  if (!known(value)) return "–";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e16) {
    const power = Math.floor(Math.log10(size));
    return `${fixed(value / 10 ** power, 2)} × 10^${power}`;
  }
  if (size >= 1e12) return `${fixed(value / 1e12, size >= 1e14 ? 0 : 1)} trillion`;
  if (size >= 1e9) return `${fixed(value / 1e9, size >= 1e11 ? 0 : 1)} billion`;
  if (size >= 1e6) return `${fixed(value / 1e6, size >= 1e8 ? 0 : 1)} million`;
  if (size >= 1000) return Math.round(value).toLocaleString("en-GB").replace("-", MINUS);
  if (Number.isInteger(value)) return String(value).replace("-", MINUS);
  if (size < 0.01) return fixed(value, Math.min(8, 1 - Math.floor(Math.log10(size))));
  return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** By the unit that a measure has: share, count or number. */
export function value(x, unit = "number", digits = 1) {
  return unit === "share" ? percent(x, digits) : number(x);
}

/** With its sign; a difference of shares in points. */
export function signed(x, unit = "number", digits = 1) {
  if (!known(x)) return "–";
  const text = unit === "share" ? `${fixed(100 * x, digits)} pp` : number(x);
  return x > 0 && !/^[0.]+( pp)?$/.test(text) ? `+${text}` : text;
}

export const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/** Names in a row: "A, B and C". */
export function listed(words, most = 99) {
  const shown = words.slice(0, most);
  if (words.length > most) shown.push(`${words.length - most} more`);
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** Seconds as a person says them. */
export function duration(seconds) {
  if (!known(seconds)) return "";
  if (seconds < 1) return "under a second";
  if (seconds < 90) return count(Math.round(seconds), "second");
  return count(Math.round(seconds / 60), "minute");
}

/** An ISO time as local date and time. */
export function moment(text) {
  const when = new Date(text);
  if (Number.isNaN(when.getTime())) return text ?? "";
  return when.toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

/** "2001-07-16" → "16 July 2001"; "2001-07" → "July 2001"; "2001" stays. */
export function day(text) {
  if (!text) return "";
  const [y, m, d] = String(text).split("-");
  const months = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];
  return [d ? Number(d) : "", m ? months[Number(m) - 1] : "", y].filter(Boolean).join(" ");
}

const NAMED = {
  cinc: "CINC", gdp: "GDP", gdp_ppp: "GDP at purchasing power", gdp_and_military: "GDP and military spending",
  military_spending_ppp: "Military spending at purchasing power", con: "CON", hhi: "Herfindahl index",
  cow_majors: "Great powers (Correlates of War)", p5: "Permanent members of the Security Council",
  nuclear: "States with nuclear weapons", all: "All states",
};
/** "arms_control" → "Arms control". */
export function words(name) {
  if (NAMED[name]) return NAMED[name];
  const text = String(name ?? "").replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Rows as CSV. */
export function csv(header, rows) {
  const cell = (x) => {
    const text = x === null || x === undefined ? "" : String(x);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}
