// What a browser with scripting gets on top of pages that work without it. Nothing is stored.
// Beside it stand menus.js (menus, selected rows) and session.js (a session that ends).
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
    { code: "(401|403|404|409|410|422|429|500|503)", swap: true },
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
  // Enter in the box of a row.
  if (event.submitter?.matches("[hidden][formmethod=dialog]")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  if (event.defaultPrevented || form.method !== "post") return;
  // A page of before the session ended is not sent off, with all that was typed, before it is signed in again.
  if (asksFirst(form, event)) return;
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
  enter();
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
    aside = null;
    delete dialog.dataset.typed;
    dialog.replaceChildren();
    focusBack(openers.get(dialog));
    leave();
    if (changed) htmx.ajax("GET", changed, { target: "#main" });
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    closeByHand(dialog);
  });
  // A press that begins and ends on the backdrop; dragging a selection out of a field is none.
  let pressed = false;
  dialog.addEventListener("pointerdown", (event) => { pressed = outside(dialog, event); });
  dialog.addEventListener("click", (event) => {
    if (pressed && outside(dialog, event)) closeByHand(dialog);
    pressed = false;
  });
}

function outside(dialog, { target, clientX: x, clientY: y }) {
  const box = dialog.getBoundingClientRect();
  return target === dialog && (x < box.left || x > box.right || y < box.top || y > box.bottom);
}

document.addEventListener("close-dialog", () => {
  const dialog = openDialog();
  // What was refused takes nothing away that was typed.
  if (dialog && !(refused && hasTyped(dialog))) dialog.close();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const { target, requestConfig } = event.detail;
  if (!target?.matches?.("dialog[data-modal]")) return;
  // What comes back from a form was typed, and is not saved.
  if (requestConfig?.verb === "post") target.dataset.typed = "";
  else delete target.dataset.typed;
  if (target.childElementCount) open(target, requestConfig?.elt);
  else target.close();
});

// ---- What was typed: nobody loses it by closing ---------------------------------------------------

const TYPED = "input:not([type=hidden], [type=password], [type=search], [autocomplete=one-time-code]), textarea, select";

function isChanged(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return field.value !== field.defaultValue;
}

function hasTyped(root) {
  const fields = all(TYPED, root).filter((field) => field.form?.method === "post" && !field.closest(".cell-pick, .selection, .pager"));
  const isText = (field) => field.matches("textarea, input:not([type=checkbox], [type=radio], [readonly])");
  return fields.some((field) => isChanged(field) || ("typed" in root.dataset && isText(field) && field.value.trim()));
}

// What a dialog was asked for first (a proof, signing in) is put in its place; where that is cancelled, it comes back.
let aside = null;
let refused = false;

document.addEventListener("htmx:beforeOnLoad", ({ detail: { xhr } }) => { refused = xhr.status >= 400; });

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { target, xhr, requestConfig } = detail;
  const dialog = openDialog();
  if (refused && target.id === "notice" && dialog && hasTyped(dialog)) {
    detail.target = dialog.querySelector(".dialog-body") ?? target;
    detail.swapOverride = "afterbegin";
    return;
  }
  if (target !== dialog) return;
  if (xhr.getResponseHeader("HX-Retarget") !== "#dialog") aside = null;
  else if (!dialog.querySelector("#proof, #stale, #sign-in-again")) putAside(dialog, requestConfig.elt);
});

function putAside(dialog, pressed) {
  const { typed } = dialog.dataset;
  release(dialog);
  aside = { nodes: [...dialog.childNodes], typed, pressed };
  // Out of the page before htmx takes them for gone.
  dialog.replaceChildren();
}

function comeBack(dialog) {
  const { nodes, typed, pressed } = aside;
  aside = null;
  dialog.replaceChildren(...nodes);
  release(dialog);
  if (typed !== undefined) dialog.dataset.typed = typed;
  const button = pressed?.matches?.("form") ? pressed.querySelector("button.primary, button.danger") : pressed;
  [button, dialog.querySelector("#dialog-title")].find(visible)?.focus();
}

function closeByHand(dialog) {
  const asked = document.getElementById("discard");
  if (asked?.open) asked.close();
  else if (aside) comeBack(dialog);
  else if (document.getElementById("session") && hasTyped(dialog)) askToDiscard(asked ?? discardDialog());
  else dialog.close();
}

function askToDiscard(asked) {
  asked.showModal();
  asked.querySelector("[data-discard='']").focus();
}

// The question is made when it is asked first: its words stand beside the session.
function discardDialog() {
  const words = document.getElementById("session").dataset;
  const made = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const button = (discard, className, text) => {
    const element = made("button", { type: "button", className }, text);
    element.dataset.discard = discard;
    return element;
  };
  const title = made("h2", { id: "discard-title" }, words.discardTitle);
  const dialog = made("dialog", { id: "discard", className: "dialog" },
    made("div", { className: "dialog-head" }, title),
    made("div", { className: "dialog-body" }, made("p", {}, words.discardText)),
    made("div", { className: "dialog-foot" },
      button("yes", "button danger", words.discardYes), button("", "button", words.discardNo)));
  dialog.setAttribute("aria-labelledby", "discard-title");
  document.body.append(dialog);
  return dialog;
}

document.addEventListener("click", ({ target }) => {
  const pressed = target.closest?.("[data-discard]");
  if (!pressed) return;
  document.getElementById("discard").close();
  if (pressed.dataset.discard) openDialog()?.close();
});

// Whoever leaves a page with what was typed into it is asked by the browser.
let isSending = false;
window.addEventListener("submit", (event) => { isSending = !event.defaultPrevented && event.target.method === "post"; });
window.addEventListener("pageshow", () => { isSending = false; });
window.addEventListener("beforeunload", (event) => {
  const main = document.getElementById("main");
  if (!isSending && main && document.body.matches(".app") && hasTyped(openDialog() ?? main)) event.preventDefault();
});

// ---- The way back: while a dialog is open it has an entry of its own, so that going back closes it ----------

let isEntered = false;
let whenLeft = null;

function enter() {
  if (!isEntered) history.pushState({ dialog: true }, "");
  isEntered = true;
}

// The entry goes before anything else is put in its place.
function leave() {
  if (!isEntered) return Promise.resolve();
  isEntered = false;
  history.back();
  return new Promise((done) => { whenLeft = done; });
}

window.addEventListener("popstate", (event) => {
  const dialog = openDialog();
  if (whenLeft) {
    event.stopImmediatePropagation();
    whenLeft();
    whenLeft = null;
  } else if (isEntered && dialog) {
    event.stopImmediatePropagation();
    isEntered = false;
    if (aside || hasTyped(dialog)) enter();
    closeByHand(dialog);
  } else if (event.state?.dialog) {
    // Forward, to a dialog that is closed.
    event.stopImmediatePropagation();
    isEntered = true;
    leave();
  }
}, true);

if (history.state?.dialog) {
  isEntered = true;
  leave();
}

// What was saved in the dialog leads on from the page below it.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const to = event.detail.xhr.getResponseHeader("HX-Location");
  if (!to || !isEntered) return;
  event.preventDefault();
  const { path, ...how } = JSON.parse(to);
  openDialog()?.close();
  leave().then(() => htmx.ajax("GET", path, how));
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
