// Flagging from a car park: one bar of network, or none. The text is safe before anything is sent.
import {flush, keep, waiting} from "./outbox.js";
import {say} from "./words.js";

const PATIENCE = 20000;
const started = new WeakMap();

function identify(form) {
  let field = form.elements.client_uuid;
  if (!field) {
    field = Object.assign(document.createElement("input"), {type: "hidden", name: "client_uuid"});
    form.append(field);
  }
  if (!field.value) field.value = crypto.randomUUID();
}

function count(form) {
  for (const text of form.querySelectorAll("[data-count]")) {
    const place = document.getElementById(text.dataset.count);
    const show = () => { place.textContent = say("of", text.value.length).replace("%s", text.maxLength); };
    text.addEventListener("input", show);
    show();
  }
}

async function tell(form, sentence = "") {
  const bar = document.querySelector("[data-flag-said]");
  if (!bar) return;
  const left = await waiting().catch(() => []);
  bar.hidden = !sentence && !left.length;
  bar.querySelector("span").textContent = sentence || say("waiting", left.length);
}

async function later(form) {
  await keep(form);
  started.set(form, performance.now());
  form.reset();
  form.querySelector("[data-held]")?.remove();
  form.querySelectorAll("[data-count]").forEach(text => text.dispatchEvent(new Event("input")));
  form.elements.client_uuid.value = crypto.randomUUID();
  if (form.elements.took) form.elements.took.value = "";
  await tell(form, say("offline"));
  document.querySelector("[data-flag-said]")?.scrollIntoView({block: "center"});
}

function replace(html, url) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.getElementById("main");
  if (!main) return location.assign(url);
  document.getElementById("main").replaceWith(main);
  window.htmx?.process(main);
  start();
  main.querySelector("[aria-invalid=true]")?.focus();
}

async function send(event) {
  const form = event.target;
  if (event.submitter?.formAction && event.submitter.hasAttribute("formaction")) return;
  event.preventDefault();
  const took = form.elements.took;
  if (took) took.value = (+took.value || 0) + Math.round((performance.now() - started.get(form)) / 1000);
  const button = form.querySelector("[type=submit]");
  if (form.dataset.flag === "offline" || !navigator.onLine) return later(form);
  button.disabled = true;
  const answer = await fetch(form.action, {method: "POST", body: new FormData(form), credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE)}).catch(() => null);
  button.disabled = false;
  if (!answer || answer.status >= 502) return later(form);
  if (answer.redirected) return location.assign(answer.url);
  replace(await answer.text(), answer.url);
}

export function start() {
  for (const form of document.querySelectorAll("form[data-flag]")) {
    if (started.has(form)) continue;
    started.set(form, performance.now());
    identify(form);
    count(form);
    form.addEventListener("submit", send);
    tell(form);
    addEventListener("online", async () => { const sent = await flush(); tell(form, sent ? say("sent") : ""); });
  }
}
