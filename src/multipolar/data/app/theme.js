// Set the theme before the first paint. Only a choice that was made is kept; else the system's.
"use strict";
(() => {
  let kept = null;
  try {
    kept = localStorage.getItem("theme");
  } catch {
    // Storage may be forbidden; the system's theme holds.
  }
  if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;
})();
