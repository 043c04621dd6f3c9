// The frame: which view an address shows, the menu, the theme.

import { Problem } from "./api.js";
import { h } from "./dom.js";
import { fault } from "./parts.js";

const VIEWS = {
  map: ["Map", () => import("./view_map.js")],
  state: ["State", () => import("./view_state.js")],
  pair: ["Pair", () => import("./view_pair.js")],
  blocs: ["Blocs", () => import("./view_blocs.js")],
  commitments: ["Commitments", () => import("./view_commitments.js")],
  polarity: ["Polarity", () => import("./view_polarity.js")],
  scenarios: ["Scenarios", () => import("./view_scenarios.js")],
  scenario: ["Scenario", () => import("./view_scenario.js")],
  runs: ["Runs", () => import("./view_runs.js")],
  run: ["Run", () => import("./view_run.js")],
  compare: ["Compare", () => import("./view_compare.js")],
  claims: ["Claims", () => import("./view_claims.js")],
  about: ["The model", () => import("./view_about.js")],
};
const UNDER = { scenario: "scenarios", run: "runs" };

const main = document.getElementById("main");
const menu = document.getElementById("menu");
const nav = document.getElementById("nav");
let leave = null;
let stop = new AbortController();
let shown = null;

/** "#/pair/RUS/CHN?year=1900" → view, arguments and what is chosen in it. */
function address() {
  const [path, search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, ...args] = path.split("/").filter(Boolean).map((x) => {
    try {
      return decodeURIComponent(x);
    } catch {
      return x;
    }
  });
  return { view: view || "map", args, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** Keep what is chosen in the address, so that a reload shows the same. */
function keep(query) {
  const [path] = location.hash.split("?");
  const left = Object.entries(query).filter(([, v]) => v !== null && v !== undefined && v !== "");
  const search = new URLSearchParams(left).toString();
  history.replaceState(null, "", `${path || "#/map"}${search ? `?${search}` : ""}`);
}

async function show() {
  stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  const first = shown === null;
  shown = location.hash;
  leave?.();
  leave = null;
  const { view, args, query } = address();
  const [title, load] = VIEWS[view] ?? ["Not found", null];
  document.title = `${title} – multipolar`;
  for (const a of nav.querySelectorAll("a")) {
    const here = a.getAttribute("href") === `#/${UNDER[view] ?? view}`;
    if (here) a.setAttribute("aria-current", "page");
    else a.removeAttribute("aria-current");
  }
  closeMenu();
  const root = h("div", { class: "view" });
  const late = setTimeout(() => { if (!signal.aborted && !root.isConnected) main.replaceChildren(h("p", { class: "quiet" }, "Loading …")); }, 250);
  try {
    if (!load) throw new Problem(`There is no view “${view}”. The views are listed in the menu.`, 404);
    const module = await load().catch(() => { throw new Problem("The server does not answer. Is “multipolar app” still running?", 0); });
    const left = await module.show({ root, args, query, keep, signal });
    if (signal.aborted) {
      left?.();
      return;
    }
    leave = left ?? null;
  } catch (error) {
    if (signal.aborted) return;
    root.replaceChildren(h("h1", { tabindex: "-1" }, title), fault(error, show));
    if (!(error instanceof Problem)) console.error(error);
  } finally {
    clearTimeout(late);
  }
  main.replaceChildren(root);
  main.dataset.ready = view;
  if (!first) {
    scrollTo(0, 0);
    const head = root.querySelector("h1");
    head?.setAttribute("tabindex", "-1");
    head?.focus({ preventScroll: true });
  }
}

function closeMenu() {
  nav.classList.remove("open");
  menu.setAttribute("aria-expanded", "false");
}
menu.addEventListener("click", () => {
  const open = nav.classList.toggle("open");
  menu.setAttribute("aria-expanded", String(open));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && nav.classList.contains("open")) {
    closeMenu();
    menu.focus();
  }
});

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

const theme = document.getElementById("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
function dark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : system.matches;
}
function nameTheme() {
  theme.textContent = dark() ? "Light theme" : "Dark theme";
}
theme.addEventListener("click", () => {
  const wanted = dark() ? "light" : "dark";
  document.documentElement.dataset.theme = wanted;
  try {
    localStorage.setItem("theme", wanted);
  } catch {
    // Not kept where storage is forbidden.
  }
  nameTheme();
});
system.addEventListener("change", nameTheme);
nameTheme();

addEventListener("hashchange", () => { if (location.hash !== shown) show(); });
show();
