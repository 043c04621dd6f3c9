// Making elements. What comes from data goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(made, properties, children) {
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "selected") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    made.append(child instanceof Node ? child : String(child));
  }
  return made;
}

/** An element of HTML: h("p", {class: "sub"}, "text", other). */
export function h(name, properties, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** An element of SVG. */
export function s(name, properties, ...children) {
  return fill(document.createElementNS(SVG, name), properties, children);
}

/** Put children in place of those an element has; nothing is left out like in h(). */
export function refill(element, ...children) {
  element.replaceChildren();
  return fill(element, null, children);
}

/** A link to another view. */
export function link(to, text, properties = {}) {
  return h("a", { href: to, ...properties }, text);
}

let counter = 0;
/** An id that is used once on the page. */
export function unique(stem) {
  counter += 1;
  return `${stem}-${counter}`;
}

/** A field with its label: returns {row, input}. */
export function field(label, input, hint = "") {
  const id = unique("field");
  input.id = id;
  const told = hint ? h("span", { class: "hint", id: `${id}-hint` }, hint) : null;
  if (told) input.setAttribute("aria-describedby", told.id);
  return h("div", { class: "field" }, h("label", { for: id }, label), input, told);
}

/** A choice among a few, as buttons of which one is pressed. */
export function choice(label, options, chosen, pick) {
  const buttons = options.map(([value, text]) =>
    h("button", { type: "button", "aria-pressed": String(value === chosen), "data-value": value,
      onclick: () => set(value, true) }, text));
  const box = h("div", { class: "choice", role: "group", "aria-label": label }, buttons);
  function set(value, tell = false) {
    for (const b of buttons) b.setAttribute("aria-pressed", String(b.dataset.value === value));
    if (tell) pick(value);
  }
  box.set = set;
  return box;
}

/** A select box. */
export function select(options, chosen, pick, properties = {}) {
  const box = h("select", { ...properties, onchange: () => pick?.(box.value) },
    options.map(([value, text]) => h("option", { value }, text)));
  if (chosen !== null && chosen !== undefined) box.value = chosen;
  return box;
}

/** Save a text as a file. */
export function download(name, text, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

const notice = document.getElementById("notice");
let waiting = 0;
/** Say something for a few seconds, to eyes and to screen readers. */
export function say(text) {
  notice.textContent = text;
  clearTimeout(waiting);
  waiting = setTimeout(() => { notice.textContent = ""; }, 6000);
}

/** Call no more often than every so many milliseconds, the last call always. */
export function calmly(function_, pause) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => function_(...given), pause);
  };
}
