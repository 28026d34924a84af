// Toasts: eight seconds, longer while looked at, with a way back; refusals land here too.
import {post, sentence} from "./net.js";
import {say} from "./words.js";

const LIFE = 8000;
const room = () => document.getElementById("toasts");

export function toast(text, {undo = "", kind = ""} = {}) {
  const box = document.createElement("div");
  box.className = "toast" + (kind ? ` toast--${kind}` : "");
  box.dataset.toast = "";
  box.append(Object.assign(document.createElement("span"), {textContent: text}));
  if (undo) box.append(undoForm(undo));
  room()?.append(box);
  return box;
}

function undoForm(action) {
  const form = Object.assign(document.createElement("form"), {method: "post", action});
  const button = Object.assign(document.createElement("button"), {className: "btn btn--sm", textContent: say("undo")});
  form.append(button);
  return form;
}

// The clock stands still while the pointer or the focus is on the toast.
function live(box) {
  let timer;
  const start = () => { clearTimeout(timer); timer = setTimeout(() => box.remove(), LIFE); };
  const stop = () => clearTimeout(timer);
  box.addEventListener("pointerenter", stop);
  box.addEventListener("pointerleave", start);
  box.addEventListener("focusin", stop);
  box.addEventListener("focusout", start);
  start();
}

async function takeBack(event) {
  const form = event.target.closest("form");
  if (!form?.closest(".toast")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const response = await post(form.action, new FormData(form)).catch(() => null);
  form.closest(".toast").remove();
  if (response?.ok) return location.reload();
  toast(response ? await sentence(response) : say("failed"), {kind: "refusal"});
}

function intoToasts({detail}) {
  const answer = detail.xhr?.responseText ?? "";
  if (!answer.includes("data-refusal")) return;
  detail.target = room();
  detail.swapOverride = "beforeend";
  detail.shouldSwap = true;
  detail.isError = false;
}

// Heard at the request and not at the button: a live frame may have replaced that before the answer came.
function sayAll(header) {
  for (const {text, undo} of JSON.parse(header || "[]")) toast(text, {undo});
}

export function startToasts() {
  const place = room();
  if (!place) return;
  new MutationObserver(changes => {
    for (const {addedNodes} of changes) for (const node of addedNodes) if (node.matches?.(".toast")) live(node);
  }).observe(place, {childList: true});
  place.querySelectorAll(".toast").forEach(live);
  place.addEventListener("submit", takeBack, true);
  place.addEventListener("click", event => event.target.closest("[data-do=dismiss]")?.closest(".toast").remove());
  document.addEventListener("htmx:beforeSwap", intoToasts);
  document.addEventListener("htmx:sendError", () => toast(say("lost"), {kind: "refusal"}));
  document.addEventListener("htmx:responseError", () => toast(say("failed"), {kind: "refusal"}));
  document.addEventListener("htmx:beforeRequest", ({detail: {xhr}}) => {
    xhr.addEventListener("load", () => sayAll(xhr.getResponseHeader("Toasts")));
  });
}
