// The frame's own script: starts what every page has, and what this page asks for.
import {defineElements} from "./elements.js";
import {startHeat} from "./heat.js";
import {startKeys} from "./keys.js";
import {carryTokens} from "./net.js";
import {startOverlays} from "./overlays.js";
import {definePicker} from "./picker.js";
import {startToasts, toast} from "./toasts.js";
import {me, say} from "./words.js";

function keepTheme(choice) {
  const age = choice === "auto" ? 0 : 31536000;
  document.cookie = `theme=${choice};path=/;max-age=${age};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  choice === "auto" ? delete document.documentElement.dataset.theme : document.documentElement.dataset.theme = choice;
}

function startTheme() {
  const form = document.querySelector("[data-theme-switch]");
  form?.addEventListener("click", event => {
    const button = event.target.closest("button[name=theme]");
    if (!button) return;
    event.preventDefault();
    keepTheme(button.value);
    for (const one of form.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
  });
}

// Anybody may dispatch `unread` with the new count; the title and both bells follow.
function startUnread() {
  document.addEventListener("unread", ({detail: count}) => {
    document.title = (count ? `(${count}) ` : "") + document.title.replace(/^\(\d+\) /, "");
    for (const badge of document.querySelectorAll("[data-unread]")) { badge.hidden = !count; badge.textContent = count || ""; }
  });
}

// The network: a quiet bar while it is away. live.js dispatches `live` with "up" or "down".
function startNetwork() {
  const bar = document.getElementById("lost");
  if (!bar) return;
  let timer;
  const lost = () => { clearTimeout(timer); timer = setTimeout(() => { bar.hidden = false; }, 2000); };
  const back = () => { clearTimeout(timer); bar.hidden = true; };
  addEventListener("offline", lost);
  addEventListener("online", back);
  document.addEventListener("live", ({detail}) => detail === "down" ? lost() : back());
}

async function sendWaiting() {
  if (!me || !localStorage.getItem("flags")) return;
  const {flush} = await import("./outbox.js");
  const sent = await flush();
  if (sent) toast(say("sent"));
}

function forgetOnLeaving() {
  document.addEventListener("submit", ({target: form}) => {
    if (!form.action.endsWith("/logout/")) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
    sessionStorage.clear();
  });
}

const wanted = {
  "[data-composer]": () => import("./composer.js"),
  "[data-feed]": () => import("./feed.js"),
  "[data-board]": () => import("./board.js"),
  "[data-flag]": () => import("./flag.js"),
};

export async function startParts(root = document) {
  for (const [selector, load] of Object.entries(wanted)) if (root.querySelector?.(selector)) (await load()).start();
}

defineElements();
definePicker();
carryTokens();
startToasts();
startOverlays();
startKeys();
startTheme();
startUnread();
startNetwork();
startHeat();
forgetOnLeaving();
if (me) localStorage.setItem("me", me);
startParts();
document.addEventListener("htmx:load", ({detail}) => startParts(detail.elt));
addEventListener("online", sendWaiting);
sendWaiting();
if ("serviceWorker" in navigator && me) navigator.serviceWorker.register("/sw.js", {scope: "/"}).catch(() => {});
