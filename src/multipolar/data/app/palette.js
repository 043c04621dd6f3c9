// One colour for a state, and for the bloc that it leads, in every chart and map.

const OWN = { USA: 0, CHN: 3, IND: 2, RUS: 4, SUN: 4, JPN: 1, DEU: 5, GBR: 7, AUH: 6 };
const FREE = [2, 1, 6, 7, 5, 4, 3, 0];

/** The number of the colour of a state; `taken` is a set of those in use. */
export function colourOf(code, taken) {
  const own = OWN[code];
  const k = own !== undefined && !taken.has(own) ? own : FREE.find((x) => !taken.has(x)) ?? 7;
  taken.add(k);
  return k;
}

/** Classes of blocs by name: a bloc has the colour of its strongest state; beyond eight, grey. */
export function blocTints(blocs) {
  const taken = new Set();
  const tints = new Map();
  const led = (b) => OWN[b.members[0]] !== undefined;
  for (const b of [...blocs.filter(led), ...blocs.filter((x) => !led(x))]) {
    tints.set(b.name, taken.size < 8 ? `g${colourOf(b.members[0], taken)}` : "grey");
  }
  return tints;
}
