"use strict";
(() => {
  const NS = "http://www.w3.org/2000/svg";
  const fonts = document.getElementById("fonts").textContent;
  const measure = document.createElement("canvas").getContext("2d");
  const PAD = 20;

  function wrapped(text, size, weight, width) {
    measure.font = `${weight} ${size}px Inter`;
    const out = [];
    let line = "";
    for (const word of text.split(/\s+/)) {
      const longer = `${line} ${word}`.trim();
      if (line && measure.measureText(longer).width > width) {
        out.push(line);
        line = word;
      } else line = longer;
    }
    return line ? [...out, line] : out;
  }

  function element(name, attributes, text) {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  }

  // The figure as one drawing of its own: words, legend and fonts inside, in light colours.
  function whole(figure) {
    const shown = [...figure.querySelectorAll(".drawing svg")].find((s) => s.getClientRects().length);
    const drawing = shown.cloneNode(true);
    const [, , width, height] = drawing.getAttribute("viewBox").split(/\s+/).map(Number);
    const svg = element("svg", { xmlns: NS, "font-family": "Inter, Arial, sans-serif" });
    svg.append(element("style", {}, fonts));
    const paper = svg.appendChild(element("rect", { fill: "white" }));
    let y = PAD;
    const say = (text, size, weight, fill) => {
      for (const line of wrapped(text || "", size, weight, width)) {
        y += size * 1.3;
        svg.append(element("text", { x: PAD, y, "font-size": size, "font-weight": weight, fill }, line));
      }
    };
    const words = (name) => figure.querySelector(name)?.textContent.trim() ?? "";
    say(words("h3"), 22, 600, "#1B2430");
    y += 5;
    say(words(".sub"), 14, 400, "#566172");
    let x = PAD;
    const entries = [...figure.querySelectorAll(".legend li")];
    if (entries.length) y += 26;
    for (const entry of entries) {
      const text = entry.textContent.trim();
      measure.font = "400 13px Inter";
      const wide = measure.measureText(text).width + 44;
      if (x + wide > width + PAD && x > PAD) [x, y] = [PAD, y + 20];
      const fill = entry.querySelector("rect").getAttribute("fill");
      svg.append(element("rect", { x, y: y - 11, width: 13, height: 13, fill }));
      svg.append(element("text", { x: x + 20, y, "font-size": 13, fill: "#1B2430" }, text));
      x += wide;
    }
    y += 16;
    drawing.setAttribute("x", PAD);
    drawing.setAttribute("y", y);
    drawing.setAttribute("width", width);
    drawing.setAttribute("height", height);
    svg.append(drawing);
    y += height + 8;
    say(words("figcaption"), 11, 400, "#566172");
    const size = { width: width + 2 * PAD, height: y + PAD };
    svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    for (const node of [svg, paper])
      for (const [key, value] of Object.entries(size)) node.setAttribute(key, value);
    return { text: new XMLSerializer().serializeToString(svg), ...size };
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function picture(figure, done) {
    const { text, width, height } = whole(figure);
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [2 * width, 2 * height];
      const to = canvas.getContext("2d");
      to.scale(2, 2);
      to.drawImage(image, 0, 0, width, height);
      canvas.toBlob(done, "image/png");
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  for (const button of document.querySelectorAll("button[data-save]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const figure = button.closest("figure");
      const name = figure.id.replace(/^figure-/, "");
      if (button.dataset.save === "svg")
        save(new Blob([whole(figure).text], { type: "image/svg+xml" }), `${name}.svg`);
      else picture(figure, (blob) => save(blob, `${name}.png`));
    });
  }
})();
