// The keys of interface.md: single letters outside fields, `g` and a letter to go somewhere, all of them switchable.
import {open, openPalette} from "./overlays.js";

const CARDS = "main .card[id], main .mini, main .note[id]";
const WAIT = 1200;
let pending = "";

const writes = element => element?.closest?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
const enabled = () => document.body.dataset.keys !== "off";
const now = () => document.activeElement?.closest?.(CARDS) ?? document.querySelector("[data-now]");

function step(by) {
  const cards = [...document.querySelectorAll(CARDS)].filter(card => card.offsetParent);
  if (!cards.length) return;
  const next = cards[Math.max(0, Math.min(cards.length - 1, cards.indexOf(now()) + by))];
  document.querySelector("[data-now]")?.removeAttribute("data-now");
  next.dataset.now = "";
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus({preventScroll: true});
  next.scrollIntoView({block: "nearest", behavior: "instant"});
}

const named = {l: "like", r: "reply", t: "take", e: "edit", b: "bite", n: "post"};

function press(key) {
  const wanted = `[data-key="${key}"], [data-key="${named[key] ?? key}"]`;
  const target = now()?.querySelector(wanted) ?? document.querySelector(".page")?.querySelector(wanted);
  target?.matches("textarea, input") ? target.focus() : target?.click();
  return Boolean(target);
}

const acts = {
  "?": () => open("keys"),
  "/": openPalette,
  j: () => step(1),
  k: () => step(-1),
  o: () => now()?.querySelector("h2 a, h3 a, h4 a, p a")?.click(),
  n: () => press("n") || document.querySelector("[data-composer] textarea")?.focus(),
  r: () => press("r") || document.querySelector("[data-composer] textarea")?.focus(),
  m: () => now()?.querySelector("[data-move]")?.click(),
};

function go(sequence) {
  const link = document.querySelector(`[data-go="${sequence}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

function pressed(event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); return openPalette(); }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (!enabled() || writes(event.target) || document.querySelector("dialog[open]")) return;
  if (pending) { pending = ""; if (go(`g ${event.key}`)) event.preventDefault(); return; }
  if (event.key === "g") { pending = "g"; setTimeout(() => { pending = ""; }, WAIT); return; }
  if (acts[event.key]) { event.preventDefault(); return void acts[event.key](); }
  if (event.key === "c") return void go("c");
  if (/^[a-z]$/.test(event.key) && press(event.key)) event.preventDefault();
}

export function startKeys() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", event => {
    if (!event.target.closest("[data-do=keys]")) return;
    document.querySelector(".menu:popover-open")?.hidePopover();
    open("keys");
  });
  document.querySelector("[data-keys-switch]")?.addEventListener("change", ({target}) => {
    document.body.dataset.keys = target.checked ? "on" : "off";
    document.cookie = `keys=${target.checked ? "on" : "off"};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  });
}
