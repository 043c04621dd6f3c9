// The map of a year from 1816 to 2050: who was a state, how strong, and who stood with whom.

import { once, part, perhaps } from "./api.js";
import { calmly, choice, field, h, link, s, select } from "./dom.js";
import { known, number, percent } from "./format.js";
import { CLASSES, heldBy, shade, worldMap } from "./map.js";
import { learn, nameOf, stateBox } from "./names.js";
import { blocTints } from "./palette.js";
import { VERDICTS, bars, empty, legend, stateLink, swatch, verdictBar } from "./parts.js";

const MODES = [["share", "Capability"], ["bloc", "Bloc"], ["state", "Statehood"]];
const END = 2050;
const TICKS = [1816, 1850, 1871, 1914, 1945, 1991, 2025, 2050];
const NARROW = [1816, 1871, 1914, 1945, 1991, 2050];
const TURN = 140;

export async function show({ root, query, keep, signal }) {
  const [world, years] = await Promise.all([once("shapes"), once("years"), learn()]);
  const { first, last } = years;
  const majors = years.great_powers.cow_majors;
  const system = results(years.system);
  const facts = new Map();
  const blocs = new Map();
  let shares = null;
  let ready = null;
  let future = null;
  let fans = null;
  const now = {
    year: Math.min(END, Math.max(first, Number(query.year) || last)),
    by: MODES.some(([m]) => m === query.by) ? query.by : "share",
    run: query.run ?? "",
  };

  const drawn = worldMap(world, { label: "World map", told, picked: (item) => {
    const code = holder(item);
    if (code) location.hash = `#/state/${part(code)}?year=${Math.min(now.year, last)}`;
  } });
  heldBy(drawn.items, years.holders, first, last).forEach((held, k) => { drawn.items[k].held = held; });

  // What is known of a year

  function holder(item) {
    return item.held[Math.min(now.year, last) - first] ?? null;
  }
  function table() {
    if (now.year > last) {
      const k = future?.years.indexOf(now.year) ?? -1;
      return k < 0 ? null : (code) => future.shares[code]?.[k] ?? null;
    }
    const k = shares?.years.indexOf(now.year) ?? -1;
    if (k >= 0) return (code) => shares.shares[code]?.[k] ?? null;
    const own = facts.get(now.year)?.shares?.cinc;
    return own ? (code) => own[code] ?? null : null;
  }
  function leaders(count) {
    const source = now.year > last ? future?.shares : shares?.years.includes(now.year) ? shares.shares : facts.get(now.year)?.shares?.cinc;
    const of = table();
    if (source && of) {
      return Object.keys(source).map((c) => [c, of(c)]).filter(([, v]) => known(v)).sort((a, b) => b[1] - a[1]).slice(0, count);
    }
    const row = now.year <= last ? system.get(now.year) : null;
    return row ? ["leader", "second", "third"].filter((k) => row[k]).map((k) => [row[k], row[`${k}_share`]]).slice(0, count) : [];
  }
  const isMajor = (code, year) => (majors[code] ?? []).some(([a, b]) => a <= year && year <= b);
  const blocsNow = () => blocs.get(Math.min(now.year, last)) ?? null;

  function told(item) {
    const code = holder(item);
    if (!code) return [item.name, now.year > last ? "" : "No member of the system in this year"].filter(Boolean);
    const share = table()?.(code);
    return [
      nameOf(code) === item.name ? item.name : `${item.name} (${nameOf(code)})`,
      known(share) ? `${percent(share)} of capability${now.year > last ? ", median" : ""}` : "",
      now.by === "bloc" && blocsNow() ? (blocsNow().of[code] ? `Bloc: ${blocsNow().of[code]}` : "In no bloc") : "",
      now.year <= last && isMajor(code, now.year) ? "Great power (Correlates of War)" : "",
    ].filter(Boolean);
  }

  // Colours

  const paints = {
    share() {
      const of = table();
      return (item) => {
        const code = holder(item);
        if (!code) return "faint";
        const share = of?.(code);
        return known(share) ? shade(share) : of || shares ? "nodata" : "grey";
      };
    },
    bloc() {
      const b = blocsNow();
      return (item) => {
        const code = holder(item);
        return !code ? "faint" : b?.tints.get(b.of[code]) ?? "grey";
      };
    },
    state: () => (item) => {
      const code = holder(item);
      if (!code) return "faint";
      return isMajor(code, Math.min(now.year, last)) ? "b4" : code === item.fill ? "b1" : "g1";
    },
  };
  const legends = {
    share: () => (now.year <= last && !shares && !table() ? [["Loading the shares of every year", "grey"]] : null) ?? [...CLASSES.map((c, k) => [c, `b${k}`]), ["No data", "nodata"], ["No state of the list", "faint"]],
    bloc() {
      const b = blocsNow();
      if (!b) return [["Blocs of this year are being worked out", "grey"]];
      return [...b.list.map((x) => [`${x.name} (${x.members.length})`, b.tints.get(x.name)]), ["In no bloc", "grey"], ["No state of the list", "faint"]];
    },
    state: () => [["Great power and what it holds", "b4"], ["State", "b1"], ["Held by another state", "g1"], ["No state of the list", "faint"]],
  };

  // Words

  const head = h("h1");
  const key = h("div");
  const note = h("p", { class: "caption" });
  const shown = h("div", { class: "year", "aria-hidden": "true" });
  const slider = h("input", { type: "range", min: first, max: END, step: 1, value: now.year, "aria-label": "Year" });
  const strip = timeline(system, first, last);
  const play = h("button", { type: "button", class: "button play", onclick: toggle });
  const below = h("div", { class: "wide-left" });
  const runPlace = h("div", { class: "field" });

  function sentence() {
    const { year } = now;
    const top = leaders(2).map(([c, v]) => `${nameOf(c)} ${percent(v, 0)}`);
    if (year > last) {
      const run = ready?.find((r) => r.id === now.run);
      if (!top.length) return ready && !ready.length ? `${year} lies ahead; no futures have been simulated yet` : `${year} lies beyond the chosen run`;
      return `${year}, median of ${number(run?.members)} futures: ${top.join(", ")} of capability`;
    }
    const row = system.get(year);
    if (row) return `${year}: ${row.most_common} by ${percent(row.verdicts[row.most_common], 0)} of ${number(row.definitions)} definitions; ${nameOf(row.leader)} leads the great powers with ${percent(row.leader_share, 0)}`;
    const said = facts.get(year)?.headline;
    return said ? `${year}: ${said.charAt(0).toLowerCase()}${said.slice(1)}` : top.length ? `${year}: ${top.join(", ")} of capability` : `The world of ${year}`;
  }
  function caption() {
    const about = {
      share: now.year > last ? "Medians over futures of each state’s share of capability." : "Share of capability: composite index of national capability (CINC) of all states.",
      bloc: now.year > last ? `Blocs of ${last}: a run keeps none.` : "Blocs stand together in defence pacts and apart in rivalries.",
      state: "Great powers: list of the Correlates of War project.",
    }[now.by];
    return [about, years.borders_caption, world.caption].join(" ");
  }
  function aside() {
    const top = leaders(8);
    const row = now.year <= last ? system.get(now.year) : null;
    const more = facts.get(now.year);
    const verdicts = row?.verdicts ?? more?.polarity?.verdicts;
    const rows = row ? [["States", number(row.states)], ["Effective number of great powers", number(row.effective_powers)], ["Concentration among them (CON)", number(row.con)], ["Poles by most definitions", row.poles.map(nameOf).join(", ")]]
      : more ? [["States", number(more.states)], ["Definitions", number(more.polarity?.definitions)], ["Commitments in force", number(Object.values(more.commitments ?? {}).reduce((a, b) => a + b, 0))],
        ["Poles by most definitions", Object.entries(more.polarity?.poles ?? {}).filter(([, v]) => v >= 0.5).map(([c]) => nameOf(c)).join(", ")]] : [];
    const partial = top.length && top.length < 4;
    below.replaceChildren(
      h("section", { class: "card" }, h("h2", {}, `Leading states, ${now.year}${now.year > last ? ", medians" : ""}`),
        h("p", { class: "sub" }, partial ? "Share of capability among the great powers." : "Share of capability of all states."),
        top.length ? bars(top.map(([c, v]) => ({ name: stateLink(c), value: v, text: percent(v) })))
          : now.year <= last ? h("p", { class: "quiet" }, shares === null ? "Loading …" : "No shares are known for this year.")
            : empty(h("p", {}, `After ${last} the map shows the medians of a run. `, link("#/runs", "Start a run"), " to see them."))),
      h("section", { class: "card" }, h("h2", {}, now.year > last ? "What the run says" : "Which system it is"),
        verdicts ? [h("p", { class: "sub" }, "Share of definitions of polarity that give each verdict: a census of ways to look, not a probability."), verdictBar(verdicts)]
          : now.year > last ? (fans ? null : h("p", { class: "sub" }, "No run is chosen.")) : h("p", { class: "sub" }, more ? "No verdicts are kept for this year." : "Loading …"),
        rows.length ? h("dl", { class: "facts", style: "margin-top:14px" }, rows.filter(([, v]) => v && v !== "–").flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, v)])) : null,
        now.year > last && fans ? [h("h3", { style: "margin-top:12px" }, `Who leads in ${fans.years.at(-1)}`), h("p", { class: "sub" }, "Share of futures in which a state has the largest share."),
          bars(Object.entries(fans.states).filter(([, v]) => v.leads > 0).sort((p, q) => q[1].leads - p[1].leads).slice(0, 5).map(([c, v]) => ({ name: stateLink(c, v.name), value: v.leads, text: percent(v.leads, 0) })))] : null,
        now.year > last && now.run ? h("p", { style: "margin:12px 0 0" }, link(`#/run/${part(now.run)}`, "Open the run")) : h("p", { style: "margin:12px 0 0" }, link(`#/polarity?year=${Math.min(now.year, last)}`, "Weigh it yourself"))));
  }

  function step() {
    const { year } = now;
    drawn.paint(paints[now.by]());
    strip.at(year);
    shown.textContent = year;
    if (Number(slider.value) !== year) slider.value = year;
    const finding = sentence();
    if (head.textContent !== finding) head.textContent = finding;
    slider.setAttribute("aria-valuetext", finding);
    after();
  }
  // What may come a moment later than the colours, so that a step stays light.
  const words = calmly(() => {
    drawn.say(`World map. ${sentence()}`);
    const rows = legends[now.by]();
    const sign = JSON.stringify(rows);
    if (key.dataset.sign !== sign) {
      key.dataset.sign = sign;
      key.replaceChildren(legend(rows));
    }
    const text = caption();
    if (note.textContent !== text) note.textContent = text;
    aside();
  }, 30);
  const save = calmly(() => { if (!signal.aborted) keep({ year: now.year, by: now.by, run: now.run }); }, 250);
  const rest = calmly(async () => {
    const year = Math.min(now.year, last);
    try {
      if (now.by === "bloc" && !blocs.has(year)) {
        const x = await perhaps(`blocs?year=${year}`, signal);
        const of = {};
        for (const b of x?.blocs ?? []) for (const m of b.members) of[m] = b.name;
        blocs.set(year, { list: x?.blocs ?? [], of, tints: blocTints(x?.blocs ?? []) });
        if (!signal.aborted) step();
      }
      if (now.year <= last && !system.has(year) && !facts.has(year)) {
        facts.set(year, (await perhaps(`year/${year}`, signal)) ?? {});
        if (!signal.aborted) step();
      }
    } catch (error) {
      if (!signal.aborted) note.textContent = error.message;
    }
  }, 220);
  function after() {
    words();
    rest();
  }

  // Playing

  let timer = 0;
  function toggle() {
    if (timer) {
      halt();
      return;
    }
    const end = future ? END : last;
    if (now.year >= end) now.year = first;
    timer = setInterval(() => {
      if (now.year >= end) {
        halt();
        return;
      }
      now.year += 1;
      step();
    }, TURN);
    picture();
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

  const places = innerWidth <= 560 ? NARROW : TICKS;
  root.append(
    h("div", { class: "top" },
      h("div", {}, h("p", { class: "kicker" }, `The international system, ${first} to ${END}`), head),
      h("div", { class: "form", style: "margin:0" }, stateBox("Find a state", null, (code) => { location.hash = `#/state/${part(code)}`; }), runPlace)),
    h("section", { class: "card", "aria-label": "Map" },
      h("div", { class: "cardhead" }, key, choice("Colour the map by", MODES, now.by, (by) => {
        now.by = by;
        step();
        save();
      })),
      drawn.element,
      h("div", { class: "slider" }, play, shown, h("div", { class: "track" }, strip.element, slider,
        h("div", { class: "ticks", "aria-hidden": "true" }, places.map((y) => h("span", { style: `left:${(100 * (y - first)) / (END - first)}%` }, y))))),
      h("ul", { class: "legend small", style: "margin:10px 0 0" }, h("li", { class: "quiet" }, "Above the slider, share of definitions:"),
        VERDICTS.map((k) => h("li", {}, swatch(k), k))),
      note),
    below);
  picture();
  step();

  // After the first paint: shares of every year, and the runs.
  once("shares").then((x) => {
    shares = x;
    if (!signal.aborted) step();
  }, () => { shares = { years: [], shares: {} }; });
  perhaps("runs", signal).then(async (all) => {
    ready = (all ?? []).filter((r) => r.state === "done" && r.kind === "run");
    if (!ready.some((r) => r.id === now.run)) now.run = ready[0]?.id ?? "";
    if (ready.length) {
      runPlace.replaceWith(field(`Futures after ${last}`, select(ready.map((r) => [r.id, `${r.title}, ${number(r.members)}`]), now.run, async (id) => {
        now.run = id;
        await load();
        save();
      }, { style: "max-width:260px" })));
    }
    await load();
  }).catch(() => {});
  async function load() {
    [future, fans] = now.run ? await Promise.all(["medians", "fans"].map((what) => perhaps(`runs/${part(now.run)}/${what}`, signal).catch(() => null))) : [null, null];
    if (!signal.aborted) step();
  }
  return () => clearInterval(timer);
}

/** The columns of the table of results as rows by year. */
function results(columns) {
  const at = new Map();
  columns.years.forEach((year, k) => {
    const row = {};
    for (const [name, column] of Object.entries(columns)) if (Array.isArray(column)) row[name] = column[k];
    row.verdicts = Object.fromEntries(VERDICTS.map((v) => [v, columns.verdicts[v]?.[k] ?? 0]));
    row.poles = String(row.poles ?? "").split(/\s+/).filter(Boolean);
    at.set(year, row);
  });
  return at;
}

/** Verdicts of every year as a strip above the slider, with a rule at the year shown. */
function timeline(system, first, last) {
  const [width, height] = [END - first, 34];
  const base = new Map();
  const paths = VERDICTS.map((kind) => {
    let d = "";
    for (let y = first; y <= last; y += 1) {
      const share = system.get(y)?.verdicts[kind] ?? 0;
      const from = base.get(y) ?? 0;
      if (share > 0) d += `M${y - first - 0.52} ${(height * (1 - from)).toFixed(2)}h1.04V${(height * (1 - from - share)).toFixed(2)}h-1.04z`;
      base.set(y, from + share);
    }
    return s("path", { class: kind, d });
  });
  const now = s("line", { class: "now", y1: 0, y2: height });
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    s("rect", { width, height, style: "fill:var(--ocean)" }), paths, now);
  return { element: h("div", { style: "padding:0 8px" }, svg), at(year) {
    now.setAttribute("x1", year - first);
    now.setAttribute("x2", year - first);
  } };
}
