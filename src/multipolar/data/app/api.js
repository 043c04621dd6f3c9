// Asking the server. What went wrong comes as a Problem, with what the server said.

export class Problem extends Error {
  constructor(message, status, told = {}) {
    super(message);
    this.status = status;
    this.told = told;
  }
}

const kept = new Map();

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(`/api/${path}`, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("The server does not answer. Is “multipolar app” still running?", 0);
  }
  if (answer.status === 204) return null;
  let told = {};
  try {
    told = await answer.json();
  } catch {
    if (answer.ok) throw new Problem(`/api/${path} gave no JSON.`, answer.status);
  }
  if (!answer.ok) throw new Problem(told.error ?? `The server answered ${answer.status}.`, answer.status, told);
  return told;
}

function sending(method, body) {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

export const get = (path, signal) => ask(path, { signal });
export const post = (path, body = {}) => ask(path, sending("POST", body));
export const put = (path, body) => ask(path, sending("PUT", body));
export const remove = (path) => ask(path, sending("DELETE", {}));

/** What does not change while the server runs is asked for once. */
export function once(path) {
  if (!kept.has(path)) {
    const asked = ask(path);
    kept.set(path, asked);
    asked.catch(() => kept.delete(path));
  }
  return kept.get(path);
}

/** The same, or nothing where the server has none. */
export async function perhaps(path, signal) {
  try {
    return await ask(path, { signal });
  } catch (error) {
    if (error instanceof Problem && [404, 409, 503].includes(error.status)) return null;
    throw error;
  }
}

export const part = encodeURIComponent;
