/* The little that must move without a server. Every page reads and works without this file. */
import { initAll } from "./vendor/govuk-frontend/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

/* Menus are <details>: only one open at a time, Escape and a click elsewhere close them. */
const menus = () => document.querySelectorAll("details.house-menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/* "/" goes to the search of the whole house, unless someone is typing. */
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const box = document.getElementById("house-search");
  if (event.key !== "/" || typing || !box || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
});

/* In a long table of boxes the arrows go from row to row; Tab would take two steps in each. Where nothing has the
   focus, ↓ enters it at the first box in sight, and scrolls the page as ever where there is none. */
document.addEventListener("keydown", (event) => {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const start = event.target.matches("body, main") && way === 1;
  const table = start ? document.querySelector("[data-arrows]") : event.target.closest("[data-arrows]");
  if (!way || !table || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!start && event.target.type !== "checkbox") return;
  const boxes = [...table.querySelectorAll("input[type=checkbox]")];
  const seen = (box) => box.getBoundingClientRect().top >= 0 && box.getBoundingClientRect().bottom <= window.innerHeight;
  const next = start ? boxes.find(seen) : boxes[boxes.indexOf(event.target) + way];
  if (start && !next) return;
  event.preventDefault();
  if (next) next.focus();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;

/* A table wider than the window says so above itself. */
const sideways = new ResizeObserver((entries) => {
  for (const { target } of entries) target.classList.toggle("house-scroll--more", target.scrollWidth > target.clientWidth + 1);
});
const watchTables = (scope) => {
  for (const region of scope.querySelectorAll(".house-scroll")) {
    region.dataset.hint = document.body.dataset.scrollHint;
    sideways.observe(region);
  }
};
watchTables(document);

/* What htmx brings in is made alive like the rest; a request that fails is said aloud. */
document.addEventListener("htmx:afterSettle", (event) => {
  initAll({ scope: event.target });
  watchTables(event.target);
});
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, () => {
    const notice = document.getElementById("house-trouble");
    if (notice) notice.hidden = false;
  });
}
