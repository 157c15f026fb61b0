// Menus, and the rows of a table that are selected, where there is a script. Nothing is stored.
"use strict";

// ---- One menu for all rows of a table ------------------------------------------------------------

// Without script each row has a link to a page where the same can be done; with it, that is a button
// behind which the menu is put. It stays there, hidden, since what was pressed in it is still at work.
// `data-menu` says the state of the row, where that is another than active.
function markRowMenus() {
  for (const link of all("[data-menu]:not([role])")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
  }
}

const openRow = () => document.querySelector("[data-menu][aria-expanded=true]");

function showRowMenu(link) {
  const list = document.getElementById("row-menu").content.firstElementChild.cloneNode(true);
  const [id, shown] = [link.pathname.split("/").pop(), link.dataset.menu || "active"];
  for (const act of all("[data-path]", list)) {
    const { path, state } = act.dataset;
    if (state && state !== shown) act.remove();
    act.href = path.replace("{id}", id);
    if (act.hasAttribute("hx-target")) act.setAttribute("hx-get", act.getAttribute("href"));
  }
  for (const earlier of all("[data-menu] + .menu-list")) earlier.remove();
  link.after(list);
  window.htmx?.process(list);
  link.setAttribute("aria-expanded", "true");
  list.scrollIntoView({ block: "nearest" });
}

function hideRowMenu(link) {
  link.setAttribute("aria-expanded", "false");
  link.nextElementSibling.hidden = true;
}

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("a") ?? event.target;
  // Where a page of its own is asked for, the link stays a link.
  const asks = target.matches?.("[data-menu]") && !(event.ctrlKey || event.metaKey || event.shiftKey);
  const shown = openRow();
  if (shown && (target.matches?.("a") || !shown.nextElementSibling.contains(target))) hideRowMenu(shown);
  if (!asks) return;
  event.preventDefault();
  if (target !== shown) showRowMenu(target);
});

document.addEventListener("keydown", (event) => {
  const shown = event.key === "Escape" && openRow();
  if (shown) {
    hideRowMenu(shown);
    shown.focus();
  }
  // A button, unlike a link, is pressed with the space bar too.
  if (event.key === " " && event.target.matches?.("[data-menu]")) {
    event.preventDefault();
    event.target.click();
  }
});

document.addEventListener("htmx:afterSettle", markRowMenus);
document.addEventListener("htmx:historyRestore", markRowMenus);
markRowMenus();

// ---- Menus and small buttons -------------------------------------------------------------------

const openMenus = () => all("details.menu[open]");

document.addEventListener("toggle", (event) => {
  if (!event.target.matches("details.menu[open]")) return;
  for (const menu of openMenus()) if (menu !== event.target) menu.open = false;
}, true);

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("a, button, summary") ?? event.target;
  for (const menu of openMenus()) {
    if (!menu.contains(target) || target.closest(".menu-list :is(a, button)")) menu.open = false;
  }
  const dialog = target.closest?.("[data-close]")?.closest("dialog");
  if (dialog) {
    event.preventDefault();
    closeByHand(dialog);
  }
  if (target.matches?.("[data-print]")) print();
  if (target.matches?.("[data-dismiss]")) {
    target.closest(".notice")?.remove();
    (openDialog()?.querySelector("#dialog-title") ?? document.querySelector("h1"))?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const toggle = document.querySelector(".nav-toggle[open]");
  for (const open of [...openMenus(), ...(toggle ? [toggle] : [])]) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// ---- In a menu: arrows, Home and End move, and whoever leaves it closes it --------------------------------

const menuOf = (element) => element?.closest?.("details.menu[open], .cell-menu:has([data-menu][aria-expanded=true])");
const itemsOf = (menu) => all(".menu-list :is(a, button)", menu).filter(visible);

function closeMenu(menu) {
  if (menu.matches("details")) menu.open = false;
  else hideRowMenu(menu.querySelector("[data-menu]"));
}

document.addEventListener("keydown", (event) => {
  const button = event.target.closest?.("details.menu > summary, [data-menu][role=button]");
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  if (!(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return;
  // Where it is closed, an arrow opens it.
  if (button && !menuOf(button) && event.key.startsWith("Arrow")) button.click();
  const menu = menuOf(event.target);
  const items = menu ? itemsOf(menu) : [];
  if (!items.length) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement.closest("a, button"));
  const step = steps[event.key];
  const next = at < 0 && step < 0 ? items.length - 1 : at + step;
  items[Number.isFinite(next) ? (next + items.length) % items.length : step < 0 ? 0 : items.length - 1].focus();
});

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = menuOf(target);
  // Focus that goes nowhere, as with a press on what takes none, is not Tab: that press decides.
  if (menu && relatedTarget && !menu.contains(relatedTarget)) closeMenu(menu);
});

// ---- Rows that are selected, and the bar that says how many -----------------------------------------

// Where the bar has a place to keep them, over all pages of a table, each is a hidden field in it,
// which stays while the table beside it changes. Elsewhere the boxes of the page are all there is.
const selection = () => document.getElementById("selection");
const boxes = () => all("tbody .cell-pick input");
const keptIn = (form) => all("[data-kept] input", form);

function keep(form, box) {
  const place = form.querySelector("[data-kept]");
  const known = keptIn(form).find((field) => field.value === box.value);
  if (!box.checked) known?.remove();
  else if (place && !known) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: box.name, value: box.value });
    place.append(field);
  }
}

function showSelection() {
  const form = selection();
  if (!form) return;
  const kept = form.querySelector("[data-kept]") && new Set(keptIn(form).map((field) => field.value));
  const everything = document.querySelector("[data-pick-all]:checked");
  if (kept) for (const box of boxes()) box.checked = Boolean(everything) || kept.has(box.value);
  const picked = boxes().filter((box) => box.checked).length;
  const page = document.querySelector("[data-pick-page]");
  if (page) {
    page.checked = picked > 0 && picked === boxes().length;
    page.indeterminate = picked > 0 && !page.checked;
  }
  const number = everything ? everything.dataset.pickAll : kept?.size ?? picked;
  form.querySelector("[data-count]").textContent = number;
  form.classList.toggle("has-some", Boolean(everything) || number > 0);
  remember(form, Boolean(everything));
}

// From the box that was pressed before to this one, with the shift key: all of them, as this one is.
let lastBox = null;
let range = null;

document.addEventListener("click", ({ target, shiftKey }) => {
  if (!target.matches?.(".cell-pick input[name]")) return;
  const [from, to] = [boxes().indexOf(lastBox), boxes().indexOf(target)];
  range = shiftKey && from >= 0 ? boxes().slice(Math.min(from, to), Math.max(from, to) + 1) : null;
  lastBox = target;
});

// With the shift key a press on the label of a box would select text and tick nothing in some browsers.
document.addEventListener("mousedown", (event) => {
  if (event.shiftKey && event.target.closest?.(".cell-pick")) event.preventDefault();
});

document.addEventListener("change", ({ target }) => {
  const form = selection();
  if (!form || !target.matches("input[type=checkbox]")) return;
  const page = target.matches("[data-pick-page]");
  if (page || boxes().includes(target)) {
    // All that were found are no longer meant; the other rows of this page still are.
    const everything = document.querySelector("[data-pick-all]:checked");
    if (everything) everything.checked = false;
    const between = page ? boxes() : range ?? [target];
    range = null;
    for (const box of between) box.checked = target.checked;
    for (const box of everything ? boxes() : between) keep(form, box);
  } else if (!target.matches("[data-pick-all]")) return;
  showSelection();
});

// Where all that were found are meant, the ticked rows only show it.
document.addEventListener("formdata", ({ target, formData }) => {
  if (target === selection() && formData.has("all")) formData.delete("client");
});

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-unpick]")) return;
  for (const field of keptIn(selection())) field.remove();
  for (const box of [...all("[data-pick-all]"), ...boxes()]) box.checked = false;
  showSelection();
  [document.querySelector("[data-pick-page]"), ...boxes(), document.querySelector("h1")].find(visible)?.focus();
});

// The entry in the browser's history knows what was selected on its page, for the way back to it, in this session.
const session = () => document.querySelector("input[name=form_token]")?.value;

function remember(form, everything) {
  const ids = form.querySelector("[data-kept]") ? keptIn(form).map((field) => field.value) : boxes().filter((box) => box.checked).map((box) => box.value);
  const before = history.state?.picked;
  if (!before && !ids.length && !everything) return;
  if (before?.session === session() && before.everything === everything && before.ids.join() === ids.join()) return;
  history.replaceState({ ...history.state, picked: { ids, everything, session: session() } }, "");
}

function recall() {
  const { picked } = history.state ?? {};
  const form = selection();
  if (!form || !picked || picked.session !== session()) return;
  const place = form.querySelector("[data-kept]");
  const name = boxes()[0]?.name ?? "client";
  for (const id of picked.ids) {
    const box = boxes().find((one) => one.value === id);
    if (box) box.checked = true;
    if (place) keep(form, box ?? { value: id, checked: true, name });
  }
  const everything = document.querySelector("[data-pick-all]");
  if (everything) everything.checked = picked.everything;
}

document.addEventListener("htmx:afterSettle", showSelection);
document.addEventListener("htmx:historyRestore", () => {
  recall();
  showSelection();
});
recall();
showSelection();

// ---- From one row's page back to its list: to the entry that is there, with what was selected on it -----------

// How many entries lie between the list and this page.
let steps = history.state?.steps ?? (document.querySelector("a[data-back]")?.href === document.referrer ? 1 : 0);

function countSteps(more) {
  if (!steps) return;
  steps += more;
  history.replaceState({ ...history.state, steps }, "");
}
countSteps(0);
document.addEventListener("htmx:pushedIntoHistory", () => countSteps(1));
window.addEventListener("popstate", ({ state }) => { steps = state?.steps ?? steps; });

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-back]");
  if (!link || !steps || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.go(-steps);
});
