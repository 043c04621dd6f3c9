// Where the states of a network stand: round the anchor of their bloc, no dot on another.

const ROUNDS = 300;
const INSIDE = 15;

/** nodes: [{code, r, bloc: number or null}], the largest first; gives each an x and a y. */
export function place(nodes, blocs, width, height) {
  const sizes = Array.from({ length: blocs }, (_, k) => Math.sqrt(nodes.filter((n) => n.bloc === k).length));
  const total = sizes.reduce((a, b) => a + b, 0) || 1;
  let before = 0;
  const turn = sizes.map((size) => {
    const middle = (before + size / 2) / total;
    before += size;
    return -2.4 + 2 * Math.PI * middle;
  });
  const seen = new Map();
  const dots = nodes.map((n) => {
    const home = n.bloc === null || n.bloc === undefined ? [width / 2, height / 2]
      : [width / 2 + 0.36 * width * Math.cos(turn[n.bloc]), height / 2 + 0.34 * height * Math.sin(turn[n.bloc])];
    const k = (seen.get(n.bloc) ?? -1) + 1;
    seen.set(n.bloc, k);
    return { ...n, home, x: home[0] + 20 * Math.sqrt(k) * Math.cos(2.4 * k), y: home[1] + 20 * Math.sqrt(k) * Math.sin(2.4 * k), room: n.r + (n.r >= INSIDE ? 5 : 13) };
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    const pull = 0.02 * (1 - round / ROUNDS);
    for (const d of dots) {
      d.x += pull * (d.home[0] - d.x);
      d.y += pull * (d.home[1] - d.y);
    }
    for (let i = 0; i < dots.length; i += 1) {
      for (let j = i + 1; j < dots.length; j += 1) {
        const [p, q] = [dots[i], dots[j]];
        const [dx, dy] = [p.x - q.x, p.y - q.y];
        const far = Math.hypot(dx, dy) || 0.01;
        const push = (0.5 * Math.max(0, p.room + q.room - far)) / far;
        p.x += dx * push;
        p.y += dy * push;
        q.x -= dx * push;
        q.y -= dy * push;
      }
    }
    for (const d of dots) {
      d.x = Math.min(width - d.r - 4, Math.max(d.r + 4, d.x));
      d.y = Math.min(height - d.r - 18, Math.max(d.r + 4, d.y));
    }
  }
  return dots;
}
export { INSIDE };
