// What a browser with scripting gets on top of pages that work without it. Nothing is stored.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
// What stands in a closed menu has boxes, but cannot be seen or focused.
const visible = (element) => Boolean(element?.isConnected && element.checkVisibility({ visibilityProperty: true }));

// ---- htmx: nothing is evaluated, kept, or asked of others; an answer that refuses is shown too -------

if (window.htmx) Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  historyRestoreAsHxRequest: false,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "(403|404|409|410|422|429|500|503)", swap: true },
    { code: "...", swap: false, error: true },
  ],
});

// ---- Forms: pressed twice acts once ----------------------------------------------------------

function hold(form, button) {
  form.dataset.busy = "";
  button?.setAttribute("aria-busy", "true");
}

function release(root) {
  for (const form of [root, ...all("[data-busy]", root)]) delete form.dataset?.busy;
  for (const button of all("[aria-busy]", root)) button.removeAttribute("aria-busy");
}

// On window and while capturing: before htmx, which listens at the form itself.
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  // What is downloaded leaves the page as it is.
  const downloads = event.submitter?.matches("[data-download]");
  if (downloads && cleared.delete(form)) return;
  if ("busy" in form.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  hold(form, event.submitter ?? form.querySelector("button:not([type=button])"));
  if (!downloads) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  download(form, event.submitter);
}, true);

// ---- Downloads: a file is no answer for a dialog, and no dialog one for a file ------------------------

// So the same form asks first whether a proof of who it is is needed; any other answer the browser gets by itself.
const cleared = new WeakSet();

async function download(form, button) {
  const asked = await mayDownload(form, button);
  release(form);
  button.removeAttribute("aria-busy");
  if (!asked) return;
  // The proof that was asked for is given: a code works once.
  for (const field of all("[name^=proof_]", form)) field.remove();
  cleared.add(form);
  form.requestSubmit(button);
  setTimeout(() => form.closest("dialog")?.close());
}

async function mayDownload(form, button) {
  const path = button.getAttribute("formaction") ?? form.getAttribute("action");
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(path, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.headers.get("HX-Retarget") !== "#dialog") return true;
    const dialog = document.getElementById("dialog");
    htmx.swap(dialog, await answer.text(), { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 0 });
    open(dialog, button);
    return false;
  } catch {
    return true;
  }
}

// Links and buttons that ask by htmx without a form.
document.addEventListener("htmx:beforeRequest", (event) => {
  const element = event.detail.elt;
  if (!element.matches("a, button")) return;
  if ("busy" in element.dataset) event.preventDefault();
  else hold(element, element);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const element = event.detail.elt;
  element.removeAttribute("aria-busy");
  release(element);
});

// A page out of the back-forward cache may show what is no longer so, or no longer theirs.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
  else release(document);
});

// ---- Dialogs ------------------------------------------------------------------------------------

const openers = new WeakMap();
const openDialog = () => document.querySelector("dialog[data-modal][open]");

function open(dialog, opener) {
  if (dialog.open) return;
  openers.set(dialog, { element: opener, id: opener?.id });
  dialog.showModal();
  if (!dialog.querySelector("[autofocus]")) dialog.querySelector("#dialog-title")?.focus();
}

// What opens the menu that stands in here.
const menuButton = (within) => within?.querySelector("details.menu > summary, [data-menu]");

// Back to the opener, to what was rendered in its place, to the menu that it stood in, or to where that was.
function focusBack({ element, id } = {}) {
  const again = element?.isConnected ? element : id && document.getElementById(id);
  const button = again && menuButton(again.closest("details.menu, .cell-menu"));
  [again, button, ...aroundPlace()].find(visible)?.focus();
}

function wire(dialog) {
  // Some engines stop at the dialog itself with Tab; markup may not say this of a dialog.
  dialog.tabIndex = -1;
  dialog.addEventListener("close", () => {
    // What was done in parts while it was open: the page behind it is of before.
    const changed = dialog.querySelector("[data-refresh]")?.dataset.refresh;
    dialog.replaceChildren();
    focusBack(openers.get(dialog));
    if (changed) htmx.ajax("GET", changed, { target: "#main" });
  });
  // A press that begins and ends on the backdrop; dragging a selection out of a field is none.
  let pressed = false;
  dialog.addEventListener("pointerdown", (event) => { pressed = outside(dialog, event); });
  dialog.addEventListener("click", (event) => {
    if (pressed && outside(dialog, event)) dialog.close();
    pressed = false;
  });
}

function outside(dialog, { target, clientX: x, clientY: y }) {
  const box = dialog.getBoundingClientRect();
  return target === dialog && (x < box.left || x > box.right || y < box.top || y > box.bottom);
}

document.addEventListener("close-dialog", () => openDialog()?.close());

document.addEventListener("htmx:afterSwap", (event) => {
  const { target, requestConfig } = event.detail;
  if (!target?.matches?.("dialog[data-modal]")) return;
  if (target.childElementCount) open(target, requestConfig?.elt);
  else target.close();
});

// ---- Focus after a fragment has changed -------------------------------------------------------

// Where in a list something was pressed: what is done there leads back to it.
let place = null;

document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  // What a dialog sends and the page that follows an act belong to what was pressed before.
  if (elt === document.body || elt.closest("dialog")) return;
  const row = elt.closest("tbody tr[id]");
  const rows = row ? all("tr[id]", row.parentElement) : [];
  const inList = row || elt.closest("#members");
  place = inList && { path: location.pathname, id: elt.id, rows: rows.slice(rows.indexOf(row)).map(({ id }) => id) };
});

// What was pressed, the menu of its row or, where that is gone, of the next one, or the heading.
function aroundPlace() {
  const pressed = document.getElementById(place?.id)?.closest("a, button");
  const menus = (place?.rows ?? []).map((id) => menuButton(document.getElementById(id)));
  const heading = place && document.getElementById("members-title");
  return [pressed, ...menus, heading, document.querySelector("h1")];
}

let hadFocus = false;
let stays = false;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  hadFocus = document.activeElement !== document.body;
  const again = detail.target.id === "notice" || (detail.target.id === "main" && detail.requestConfig.path.split("?")[0] === place?.path);
  stays = again && place?.path === location.pathname;
  // The notice is seen wherever the page stands.
  if (stays) detail.swapOverride = "innerHTML";
});

document.addEventListener("htmx:afterSettle", (event) => {
  const dialog = openDialog();
  const changed = event.detail.target ?? event.target;
  const summary = [changed, dialog].filter(Boolean)
    .map((root) => root.matches?.(".error-summary") ? root : root.querySelector?.(".error-summary"))
    .find(visible);
  if (summary) summary.focus();
  else if (stays && !dialog) aroundPlace().find(visible)?.focus();
  else if (hadFocus && (!visible(document.activeElement) || document.activeElement === document.body)) {
    (dialog?.querySelector("#dialog-title") ?? document.querySelector("h1"))?.focus();
  }
});

// A form that loads the page anew would leave the focus nowhere; where nothing is said, that is the browser's own way.
if (document.querySelector("#notice .notice") && !document.querySelector("[autofocus]")) document.querySelector("h1")?.focus();

// ---- Nothing stays in the browser ------------------------------------------------------------------

// htmx notes the current path for a history cache that is switched off.
function forgetPath() {
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch {
    // Storage is switched off: then there is nothing to forget.
  }
}
forgetPath();
for (const name of ["htmx:pushedIntoHistory", "htmx:replacedInHistory"]) document.addEventListener(name, forgetPath);

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
    dialog.close();
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

// ---- What can be copied: in groups it is read, without them it is put elsewhere ----------------------

// Only where the browser lets a page do that; the text itself can be selected everywhere.
const showCopying = () => {
  for (const button of all("[data-copy][hidden]")) button.hidden = !navigator.clipboard;
};

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const shown = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(shown.textContent.replace(/\s/g, ""));
    button.textContent = button.dataset.copied;
  } catch {
    // Refused by the person or the browser: then it is selected, to be copied by hand.
    getSelection().selectAllChildren(shown);
  }
});

document.addEventListener("htmx:afterSettle", showCopying);
showCopying();

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
}

document.addEventListener("change", ({ target }) => {
  const form = selection();
  if (!form || !target.matches("input[type=checkbox]")) return;
  const page = target.matches("[data-pick-page]");
  if (page || boxes().includes(target)) {
    // All that were found are no longer meant; the other rows of this page still are.
    const everything = document.querySelector("[data-pick-all]:checked");
    if (everything) everything.checked = false;
    for (const box of page || everything ? boxes() : [target]) {
      if (page) box.checked = target.checked;
      keep(form, box);
    }
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

document.addEventListener("htmx:afterSettle", showSelection);
showSelection();

// ---- A request without a usable answer ----------------------------------------------------------

function failed() {
  const notice = document.getElementById("notice");
  const place = openDialog()?.querySelector("#dialog-notice") ?? notice;
  if (!place || !notice?.dataset.failed) return;
  const line = document.createElement("p");
  const icon = document.querySelector("svg.icon")?.cloneNode(true);
  const text = document.createElement("span");
  line.className = "notice failed";
  text.textContent = notice.dataset.failed;
  if (icon) {
    const use = icon.querySelector("use");
    use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#triangle-alert`);
    line.append(icon);
  }
  line.append(text);
  place.replaceChildren(line);
}

for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, failed);

// Again where the way back has brought another page's.
const wireAll = () => { for (const dialog of all("dialog[data-modal]")) wire(dialog); };
document.addEventListener("htmx:historyRestore", wireAll);
wireAll();

// ---- What another number of seats changes ------------------------------------------------------------

document.addEventListener("input", ({ target }) => {
  const line = target.id === "seat_count" && target.form?.querySelector("[data-seats]");
  if (!line) return;
  line.textContent = aboutSeats(target.value.trim(), line.dataset);
  // What was said of the number before holds no more.
  document.getElementById("seat_count-error")?.remove();
  target.closest(".field").classList.remove("invalid");
  target.removeAttribute("aria-invalid");
  target.setAttribute("aria-describedby", line.id);
});

// One sentence for each number, and for what is none.
function aboutSeats(typed, { seats, occupied, most, change, same, fewer, wrong }) {
  const after = /^[0-9]+$/.test(typed) ? Number(typed) : 0;
  if (after < 1 || after > Number(most)) return wrong;
  if (after === Number(seats)) return same;
  if (after < Number(occupied)) return fewer;
  const shown = (number) => number.toLocaleString(document.documentElement.lang);
  return change.replace("#", shown(after)).replace("%", shown(after - Number(occupied)));
}

// ---- The time zone of this device, where it can be chosen and another one is -------------------

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone.replace(/^Etc\/UTC$/, "UTC");

function offerZone(root = document) {
  const hint = root.querySelector?.("[data-own-zone][hidden]");
  const select = hint && document.getElementById(hint.dataset.ownZone);
  const zone = ownZone();
  const option = select && [...select.options].find((one) => one.value === zone);
  if (!option || option.selected) return;
  const button = hint.querySelector("button");
  button.textContent = zone.replaceAll("_", " ");
  button.addEventListener("click", () => {
    option.selected = true;
    hint.hidden = true;
    select.focus();
  });
  hint.hidden = false;
}
// Where an account is made, the zone of this device is its first one.
function tellZone() {
  for (const field of all("[data-zone]")) field.value = ownZone();
}
for (const tell of [offerZone, tellZone]) {
  tell();
  document.addEventListener("htmx:afterSettle", () => tell());
}
