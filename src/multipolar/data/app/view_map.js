// The map of a year from 1816 to 2050: who was a state, who was powerful, who stood with whom.

import { once, part, perhaps } from "./api.js";
import { calmly, choice, h, link, s, select } from "./dom.js";
import { known, number, percent } from "./format.js";
import { CLASSES, heldBy, shade, worldMap } from "./map.js";
import { learn, nameOf, stateBox } from "./names.js";
import { VERDICTS, bars, empty, heading, legend, stateLink, verdictBar } from "./parts.js";

const MODES = [["bloc", "Bloc"], ["share", "Capability"], ["state", "Statehood"]];
const END = 2050;
const TICKS = [1816, 1850, 1871, 1914, 1945, 1991, 2025, 2050];
const NARROW = [1816, 1871, 1914, 1945, 2025];
const HEX = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#5B3A29"];
const TURN = 140;

export async function show({ root, query, keep, signal }) {
  const [world, years, about, runs] = await Promise.all([once("shapes"), once("years"), once("about"),
    perhaps("runs", signal), learn()]);
  const { first, last } = years;
  const [shares, blocs] = await Promise.all([
    years.shares ?? perhapsOnce("years/shares"), years.blocs ? years : perhapsOnce("years/blocs")]);
  const majors = years.great_powers.cow_majors ?? years.great_powers;
  const system = columns(years.system);
  const ready = (runs ?? []).filter((r) => r.state === "done" && r.kind !== "claims");
  const now = {
    year: clamp(Number(query.year) || last, first, END),
    by: MODES.some(([m]) => m === query.by) ? query.by : blocs ? "bloc" : "share",
    run: query.run && ready.some((r) => r.id === query.run) ? query.run : ready[0]?.id ?? "",
  };
  let future = await futureOf(now.run, signal);

  const head = h("h1");
  const drawn = worldMap(world, { label: "World map", told, picked: (item) => {
    const code = holder(item);
    if (code) location.hash = `#/state/${part(code)}?year=${Math.min(now.year, last)}`;
  } });
  const held = heldBy(drawn.items, years.holders, first, last);
  drawn.items.forEach((item, k) => { item.held = held[k]; });

  function holder(item) {
    return item.held[Math.min(now.year, last) - first] ?? null;
  }
  function shareOf(code, year = now.year) {
    if (year > last) {
      const k = future?.years.indexOf(year) ?? -1;
      return k < 0 ? null : future.shares[code]?.[k] ?? null;
    }
    const k = year - (shares?.years?.[0] ?? 0);
    return shares?.by?.[code]?.[k] ?? null;
  }
  const blocsNow = () => blocs?.blocs?.[Math.min(now.year, last)] ?? null;
  const tintOf = (bloc) => {
    const hex = (blocs?.bloc_colours?.[bloc] ?? "").toUpperCase();
    const k = HEX.indexOf(hex);
    return k < 0 ? "grey" : `g${k}`;
  };
  const major = (code, year) => (majors[code] ?? []).some(([a, b]) => a <= year && year <= (b ?? 9999));

  function told(item) {
    const code = holder(item);
    const where = !code || nameOf(code) === item.name ? item.name : `${item.name}: ${code === item.fill ? "part of" : "held by"} ${nameOf(code)}`;
    const lines = [where];
    if (!code) lines.push(now.year > last ? "" : "No state of the list in this year");
    else {
      const share = shareOf(code);
      if (known(share)) lines.push(`${percent(share)} of ${shares?.label ?? "capability"}${now.year > last ? " (median)" : ""}`);
      const bloc = blocsNow()?.[code];
      if (now.by === "bloc" && blocsNow()) lines.push(bloc ? `Bloc: ${bloc}` : "In no bloc");
      if (now.year <= last && major(code, now.year)) lines.push("Great power on the list of the Correlates of War");
    }
    return lines.filter(Boolean);
  }

  const paints = {
    bloc() {
      const of = blocsNow() ?? {};
      return (item) => {
        const code = holder(item);
        return !code ? "faint" : of[code] ? tintOf(of[code]) : "grey";
      };
    },
    share: () => (item) => {
      const code = holder(item);
      if (!code) return "faint";
      const share = shareOf(code);
      return known(share) ? shade(share) : "nodata";
    },
    state: () => (item) => {
      const code = holder(item);
      if (!code) return "faint";
      if (major(code, Math.min(now.year, last))) return "b4";
      return code === item.fill ? "b1" : "g1";
    },
  };
  const legends = {
    bloc() {
      const of = Object.values(blocsNow() ?? {});
      const size = new Map();
      for (const b of of) size.set(b, (size.get(b) ?? 0) + 1);
      const rows = [...size].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([b, n]) => [`${b} (${n})`, tintOf(b)]);
      return [...rows, ["In no bloc", "grey"], ["No state of the list", "faint"]];
    },
    share: () => [...CLASSES.map((c, k) => [c, `b${k}`]), ["No data", "nodata"], ["No state of the list", "faint"]],
    state: () => [["Great power", "b4"], ["State", "b1"], ["Held by another state", "g1"], ["No state of the list", "faint"]],
  };

  const words = h("div");
  const note = h("p", { class: "caption" });
  const shown = h("div", { class: "year", "aria-hidden": "true" });
  const slider = h("input", { type: "range", min: first, max: END, step: 1, value: now.year, "aria-label": "Year" });
  const strip = timeline(system, first, last);
  const play = h("button", { type: "button", class: "button play", onclick: toggle });
  const below = h("div", { class: "wide-left" });
  const picker = choice("Colour the map by", MODES.filter(([m]) => m !== "bloc" || blocs).filter(([m]) => m !== "share" || shares), now.by, (by) => {
    now.by = by;
    step();
    save();
  });
  const runBox = ready.length
    ? h("label", { class: "field" }, "Futures after 2025",
        select(ready.map((r) => [r.id, `${r.title}, ${number(r.members)} futures`]), now.run, async (id) => {
          now.run = id;
          future = await futureOf(id, signal);
          step();
          save();
        }))
    : null;
  const save = calmly(() => keep({ year: now.year, by: now.by, run: now.run }), 250);
  const settle = calmly(async () => {
    if (now.year <= last && !system.at.has(now.year)) {
      const told_ = await perhaps(`year/${now.year}`, signal).catch(() => null);
      if (told_?.said && !signal.aborted) {
        system.extra.set(now.year, told_);
        step();
      }
    }
  }, 200);

  function step() {
    const { year } = now;
    shown.textContent = year;
    slider.value = year;
    strip.at(year);
    drawn.paint(paints[now.by]());
    const finding = sentence();
    head.textContent = finding;
    slider.setAttribute("aria-valuetext", finding);
    drawn.say(`World map: ${finding}`);
    const key = legends[now.by]();
    const sign = JSON.stringify(key);
    if (words.dataset.sign !== sign) {
      words.dataset.sign = sign;
      words.replaceChildren(legend(key));
    }
    note.textContent = caption();
    aside();
    settle();
  }

  function sentence() {
    const { year } = now;
    if (year > last) {
      if (!ready.length) return `${year} lies ahead, and no futures have been simulated yet`;
      const top = leaders(2);
      if (!top.length) return `${year} lies beyond the chosen run`;
      const run = ready.find((r) => r.id === now.run);
      return `${year}, median of ${number(run.members)} futures: ${top.map(([c, v]) => `${nameOf(c)} ${percent(v, 0)}`).join(", ")} of capability`;
    }
    const row = system.at.get(year);
    if (!row) return system.extra.get(year)?.said ? `${year}: ${lower(system.extra.get(year).said)}` : `The world of ${year}`;
    const kind = row.most_common;
    const top = row.leader ? `; ${nameOf(row.leader)} led with ${percent(row.leader_share, 0)}` : "";
    return `${year}: ${kind} by ${percent(row.verdicts[kind], 0)} of ${number(row.definitions)} definitions${top}`;
  }

  function caption() {
    const parts = [years.borders_caption, world.caption];
    if (now.by === "share") parts.unshift(`Share of ${shares.label ?? "capability"} of all states${shares.partial ? ", leading states alone" : ""}.`);
    if (now.by === "bloc") parts.unshift(now.year > last ? `Blocs of ${last}: a run keeps none.` : "Blocs: states that stand together in defence pacts and apart in rivalries, found by modularity.");
    if (now.year > last) parts.unshift(now.by === "share" ? "Medians over futures, state by state." : `Boundaries and states of ${last}.`);
    return parts.join(" ");
  }

  function leaders(count) {
    const codes = now.year > last ? Object.keys(future?.shares ?? {}) : Object.keys(shares?.by ?? {});
    const all = codes.map((c) => [c, shareOf(c)]).filter(([, v]) => known(v));
    if (!all.length && now.year <= last) {
      const row = system.at.get(now.year);
      return row ? ["leader", "second", "third"].filter((k) => row[k]).map((k) => [row[k], row[`${k}_share`]]).slice(0, count) : [];
    }
    return all.sort((a, b) => b[1] - a[1]).slice(0, count);
  }

  function aside() {
    const top = leaders(8);
    const row = system.at.get(now.year);
    const one = h("section", { class: "card" }, h("h2", {}, now.year > last ? `Leading states, ${now.year}, medians` : `Leading states, ${now.year}`),
      h("p", { class: "sub" }, `Share of ${shares?.label ?? "capability"}${top.length < 4 ? " among great powers" : ""}.`),
      top.length ? bars(top.map(([c, v]) => ({ name: stateLink(c), value: v, text: percent(v) })))
        : ready.length || now.year <= last ? h("p", { class: "quiet" }, "No shares are known for this year.")
          : empty(h("p", {}, "After 2025 the map shows the medians of a run. ", link("#/runs", "Start a run"), " to see them.")));
    const verdicts = row?.verdicts ?? (now.year <= last ? system.extra.get(now.year)?.verdicts : null);
    const two = h("section", { class: "card" }, h("h2", {}, "Which system that was"),
      verdicts ? [h("p", { class: "sub" }, "Share of definitions of polarity that give each verdict. A census of ways to look, not a probability."), verdictBar(verdicts)]
        : h("p", { class: "sub" }, now.year > last ? "Verdicts are not worked out for futures; the run shows its concentration." : "No verdicts are kept for this year."),
      row ? h("dl", { class: "facts", style: "margin-top:14px" },
        [["States", number(row.states)], ["Effective number of powers", number(row.effective_powers)], ["Concentration (CON)", number(row.con)],
          ["Poles by most definitions", (row.poles || []).map(nameOf).join(", ")]]
          .filter(([, v]) => v && v !== "–").flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, v)])) : null,
      now.year > last && now.run ? h("p", {}, link(`#/run/${part(now.run)}`, "Open the run")) : null);
    below.replaceChildren(one, two);
  }

  let timer = 0;
  function toggle() {
    if (timer) halt();
    else {
      if (now.year >= END) now.year = first;
      timer = setInterval(() => {
        if (now.year >= (ready.length ? END : last)) {
          halt();
          return;
        }
        now.year += 1;
        step();
      }, TURN);
      picture();
    }
  }
  function halt() {
    clearInterval(timer);
    timer = 0;
    picture();
    save();
  }
  function picture() {
    play.setAttribute("aria-label", timer ? "Stop" : "Play the years");
    play.replaceChildren(s("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" },
      s("path", { d: timer ? "M2 1h3.5v12H2zM8.5 1H12v12H8.5z" : "M3 1l10 6-10 6z" })));
  }
  slider.addEventListener("input", () => {
    if (timer) halt();
    now.year = Number(slider.value);
    step();
    save();
  });

  const places = matchMedia("(max-width: 560px)").matches ? NARROW : TICKS;
  const ticks = h("div", { class: "ticks", "aria-hidden": "true" }, places.map((y) => h("span", { style: `left:${(100 * (y - first)) / (END - first)}%` }, y)));
  const find = stateBox("Find a state", null, (code) => { location.hash = `#/state/${part(code)}`; });
  root.append(
    h("div", { class: "top" }, h("div", {}, h("p", { class: "kicker" }, `The international system, ${first} to ${END}`), head), h("div", { class: "form", style: "margin:0" }, find, runBox)),
    h("section", { class: "card", "aria-label": "Map" },
      h("div", { class: "cardhead" }, words, picker), drawn.element,
      h("div", { class: "slider" }, play, shown, h("div", { class: "track" }, strip.element, slider, ticks)),
      h("ul", { class: "legend small", style: "margin:10px 0 0" }, h("li", { class: "quiet" }, "Above the slider, by share of definitions:"),
        legend(VERDICTS.map((k) => [k, k])).children.length ? [...legend(VERDICTS.map((k) => [k, k])).children] : null),
      note),
    below);
  picture();
  step();
  if (about.data === false && !shares) root.append(empty("Shares of every state before 2025 need the publishers’ files: see “multipolar data”."));
  return () => clearInterval(timer);
}

const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);

async function perhapsOnce(path) {
  try {
    return await once(path);
  } catch {
    return null;
  }
}

async function futureOf(id, signal) {
  return id ? perhaps(`runs/${part(id)}/years`, signal) : null;
}

/** The columns of the table of results as rows by year. */
function columns(table) {
  const at = new Map();
  table.years.forEach((year, k) => {
    const row = {};
    for (const [name, column] of Object.entries(table)) if (Array.isArray(column)) row[name] = column[k];
    row.verdicts = Object.fromEntries(VERDICTS.map((v) => [v, table.verdicts?.[v]?.[k] ?? table[v]?.[k] ?? 0]));
    if (typeof row.poles === "string") row.poles = row.poles.split(/\s+/).filter(Boolean);
    at.set(year, row);
  });
  return { at, extra: new Map() };
}

/** Verdicts of every year as a strip above the slider, with a rule at the year shown. */
function timeline(system, first, last) {
  const [width, height] = [END - first, 34];
  const paths = [];
  const base = new Map();
  for (const kind of VERDICTS) {
    let d = "";
    for (let y = first; y <= last; y += 1) {
      const share = system.at.get(y)?.verdicts[kind] ?? 0;
      const from = base.get(y) ?? 0;
      if (share > 0) d += `M${y - first - 0.52} ${(height * (1 - from)).toFixed(2)}h1.04V${(height * (1 - from - share)).toFixed(2)}h-1.04z`;
      base.set(y, from + share);
    }
    paths.push(s("path", { class: kind, d }));
  }
  const now = s("line", { class: "now", y1: 0, y2: height });
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    s("rect", { x: last - first, width: END - last, y: 0, height, style: "fill:var(--ocean)" }), paths, now);
  return { element: h("div", { style: "padding:0 8px" }, svg), at(year) {
    now.setAttribute("x1", year - first);
    now.setAttribute("x2", year - first);
  } };
}
