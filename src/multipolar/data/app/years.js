// The box in which a year is chosen.

import { once } from "./api.js";
import { field, h } from "./dom.js";

/** A number field for a year of the record. */
export async function yearBox(year, pick, label = "Year") {
  const { first, last } = await once("years");
  const input = h("input", { type: "number", min: first, max: last, step: 1, value: year ?? last, style: "width:6.5em" });
  input.addEventListener("change", () => {
    const y = Number(input.value);
    const fits = Number.isInteger(y) && y >= first && y <= last;
    input.setAttribute("aria-invalid", String(!fits));
    if (fits) pick(y);
  });
  return field(`${label} (${first}–${last})`, input);
}
