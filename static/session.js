// A session that ends while its page is open: a warning before, and signing in again over the page. Nothing is stored.
"use strict";

const watch = () => document.getElementById("session");
const newest = () => document.querySelector("input[name=form_token]");

// When something was last asked of the portal with this session, as far as this page knows.
let seenAt = Date.now();
document.addEventListener("htmx:afterRequest", () => { seenAt = Date.now(); });

// How many seconds the session goes on, and what is said of that; asking does not keep it going.
async function timeLeft() {
  const [seconds, told] = (await (await fetch("/session")).text()).split("\n");
  return { seconds: Number(seconds), told };
}

// ---- Signing in again: what was pressed is done then, with what stands in the page ---------------------------

// What was pressed when the session was over.
let pressed = null;

document.addEventListener("htmx:beforeSwap", ({ detail: { xhr, requestConfig } }) => {
  if (xhr.getResponseHeader("HX-Retarget") !== "#dialog") return;
  if (/^.sign-in.again/.test(requestConfig.path)) return;
  const { elt, triggeringEvent: by } = requestConfig;
  pressed = { elt, by: by?.submitter, path: requestConfig.path, verb: requestConfig.verb, target: requestConfig.target?.id };
});

function useToken(token) {
  const nodes = aside?.nodes.filter((node) => node.querySelectorAll) ?? [];
  for (const root of [document, ...nodes]) {
    for (const field of all("input[name=form_token]", root)) field.value = token;
  }
}

function goOn(token) {
  useToken(token);
  seenAt = Date.now();
  const what = pressed;
  pressed = null;
  const dialog = openDialog();
  let ready = Promise.resolve();
  if (aside) comeBack(dialog);
  else {
    dialog?.close();
    ready = leave();
  }
  showTold("");
  schedule(watch()?.dataset.idle);
  if (what) ready.then(() => setTimeout(() => pressAgain(what)));
}

function pressAgain({ elt, by, path, verb, target }) {
  release(document);
  if (!elt.isConnected || elt === document.body) {
    if (verb === "get") htmx.ajax("GET", path, { target: `#${target || "main"}` });
  } else if (elt.matches("form")) elt.requestSubmit(by?.isConnected ? by : undefined);
  else elt.click();
}

document.addEventListener("signed-in", ({ detail }) => goOn(detail.token));
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-go-on]");
  if (button) goOn(button.dataset.goOn);
});

function askToSignIn() {
  htmx.ajax("GET", "/sign-in/again", { target: "#dialog" });
}

// A form that loads a page of its own is sent only when somebody is signed in. Not long after an answer nobody asks.
const allowed = new WeakSet();
const RECENTLY = 60_000;

function asksFirst(form, event) {
  const button = event.submitter;
  const byScript = form.matches("[hx-post]") || button?.matches("[hx-post], [data-download]");
  const isHarmless = /^.(sign-out|language)$/.test(form.getAttribute("action") ?? "");
  if (byScript || isHarmless || !watch() || allowed.delete(form) || Date.now() - seenAt < RECENTLY) return false;
  event.preventDefault();
  event.stopImmediatePropagation();
  timeLeft().then(({ seconds }) => {
    if (seconds > 0) return send(form, button);
    pressed = { elt: form, by: button };
    askToSignIn();
  }, () => send(form, button));
  return true;
}

function send(form, button) {
  allowed.add(form);
  form.requestSubmit(button ?? undefined);
}

// ---- Two minutes before ---------------------------------------------------------------------------------

const SOON = 120;
const SLACK = 60;
let timer = null;

// The mark that a session was used is up to a minute old: so it is asked that much earlier.
function schedule(seconds) {
  clearTimeout(timer);
  if (watch()) timer = setTimeout(look, Math.max(5, Number(seconds) - SOON - SLACK) * 1000);
}

async function look() {
  if (!watch()) return;
  let left = null;
  try {
    left = await timeLeft();
  } catch {
    return schedule(SOON + SLACK + 30);
  }
  const { seconds, told } = left;
  showTold(told);
  clearTimeout(timer);
  if (seconds > SOON) timer = setTimeout(look, Math.max(1, Math.min(seconds - SOON, 3600)) * 1000);
  // Another tab may keep it going.
  else if (seconds > 0) timer = setTimeout(look, Math.min(15, seconds + 1) * 1000);
}

// In an open dialog, where there is one: what stands behind it cannot be reached.
function showTold(told) {
  const shown = document.querySelector(".session-told");
  const place = openDialog() ?? watch();
  const text = document.createElement("template");
  text.innerHTML = told ?? "";
  const line = text.content.firstElementChild;
  if (shown && line && shown.textContent === line.textContent && shown.parentElement === place) return;
  shown?.remove();
  if (line) place.prepend(line);
}

document.addEventListener("click", async ({ target }) => {
  if (target.closest?.("[data-sign-in]")) {
    pressed = null;
    askToSignIn();
  }
  if (!target.closest?.("[data-stay]")) return;
  const body = new URLSearchParams({ form_token: newest()?.value ?? "" });
  try {
    await fetch("/session", { method: "POST", body, headers: { "HX-Request": "true" } });
    seenAt = Date.now();
  } finally {
    look();
  }
});

// A tab that comes to the front, or a computer that wakes up, may have missed the moment.
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
schedule(watch()?.dataset.idle);
