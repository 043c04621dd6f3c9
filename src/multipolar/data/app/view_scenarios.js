// The scenarios there are: those that ship and those that were saved.

import { get, part, remove } from "./api.js";
import { h, link, say } from "./dom.js";
import { count } from "./format.js";
import { card, empty, heading, table } from "./parts.js";

export async function show({ root, signal }) {
  const all = await get("scenarios", signal);
  const own = all.filter((x) => !x.shipped);
  const shipped = all.filter((x) => x.shipped);
  const file = h("input", { type: "file", accept: ".toml,text/plain", class: "out", "aria-label": "File of a scenario", tabindex: "-1" });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    if (chosen.size > 200_000) {
      say(`${chosen.name} has ${chosen.size} bytes; a scenario has at most 200,000.`);
      return;
    }
    const name = chosen.name.replace(/\.toml$/i, "").toLowerCase().replace(/[^a-z0-9-]+/g, "-").slice(0, 40);
    sessionStorage.setItem("draft:", JSON.stringify({ name, text: await chosen.text() }));
    location.hash = "#/scenario";
  });
  root.append(heading("Scenarios", `${count(shipped.length, "scenario")} to start from, ${own.length} of your own`,
    "A scenario is a text: assumptions that are held, and events that happen in a year or on a condition. Open one to read, change and run it.",
    h("div", { class: "buttons" }, link("#/scenario", "New scenario", { class: "button main", onclick: () => sessionStorage.removeItem("draft:") }),
      h("button", { type: "button", class: "button", onclick: () => file.click() }, "Open a file"), file)));
  const columns = (mine) => [
    { title: "Scenario", head: true, cell: (r) => link(`#/scenario/${part(r.name)}`, r.title || r.name), key: (r) => r.title || r.name },
    { title: "What is asked", cell: (r) => (r.ok ? h("span", { class: "quiet" }, r.about ?? "") : h("span", { class: "wrong" }, r.problem)) },
    { title: "Years", class: "nowrap", cell: (r) => (r.ok ? `${r.start}–${r.until}` : ""), key: (r) => r.start },
    { title: "", hidden: "Run", class: "act", cell: (r) => h("div", { class: "buttons", style: "flex-wrap:nowrap" },
      r.ok && link(`#/runs?scenario=${part(r.name)}`, "Run", { class: "button", "aria-label": `Run ${r.title || r.name}` }),
      mine ? h("button", { type: "button", class: "button", "aria-label": `Delete ${r.title || r.name}`, onclick: async (event) => {
        const button = event.currentTarget;
        if (button.dataset.sure !== "yes") {
          button.dataset.sure = "yes";
          button.textContent = "Really delete";
          return;
        }
        await remove(`scenarios/${part(r.name)}`).catch((error) => say(error.message));
        root.replaceChildren();
        await show({ root, signal });
      } }, "Delete") : null) },
  ];
  root.append(card("Your own", own.length ? "Kept as files in the folder of the explorer." : "",
    own.length ? table(columns(true), own, { label: "Your scenarios" })
      : empty("None yet. Open a scenario that ships, change it and save it under a name of your own, or begin a new one.")));
  root.append(card("Shipped with the package", "These stay as they are; a change is saved as a scenario of your own.", table(columns(false), shipped, { label: "Shipped scenarios", most: 40 })));
}
