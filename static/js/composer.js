// Writing: grows, keeps a draft, sends with Ctrl Enter, calls people, takes files from paste and drop, previews.
import {post} from "./net.js";
import {suggest} from "./picker.js";
import {me, say} from "./words.js";

const started = new WeakSet();
const parts = form => ({text: form.querySelector("textarea"), said: form.querySelector("[data-said]"), files: form.querySelector("input[type=file]")});
const grows = CSS.supports("field-sizing", "content");

function grow(text) {
  if (grows) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

const draftKey = form => `draft:${me}:${form.dataset.place}`;

function keepDraft(form) {
  const {text, said} = parts(form);
  let timer;
  const kept = localStorage.getItem(draftKey(form));
  if (kept && !text.value) { text.value = kept; form.dataset.open = ""; said.textContent = say("draft_back"); grow(text); }
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!text.value.trim()) return localStorage.removeItem(draftKey(form));
      localStorage.setItem(draftKey(form), text.value);
      said.textContent = say("draft");
    }, 500);
  });
  const forget = () => { clearTimeout(timer); localStorage.removeItem(draftKey(form)); };
  form.addEventListener("submit", () => { if (!form.hasAttribute("hx-post")) forget(); });
  form.addEventListener("htmx:afterRequest", ({detail}) => { if (detail.elt === form && detail.successful) { forget(); clear(form); } });
}

function clear(form) {
  const {text, said} = parts(form);
  form.reset();
  delete form.dataset.open;
  said.textContent = "";
  form.querySelector("[data-attached]")?.replaceChildren();
  form.querySelector("[data-held]")?.remove();
  if (form.elements.client_uuid) form.elements.client_uuid.value = crypto.randomUUID();
  form.querySelector("[data-preview]").hidden = true;
  grow(text);
}

function sendByKey(form) {
  form.addEventListener("keydown", event => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

function attach(form, list) {
  const {files, said} = parts(form);
  if (!files) return;
  const most = Number(files.dataset.most) || Infinity, all = new DataTransfer();
  for (const file of [...files.files, ...list]) {
    if (file.size > most * 1024 * 1024) said.textContent = say("too_big", file.name, most);
    else all.items.add(file);
  }
  files.files = all.files;
  show(form);
}

function show(form) {
  const {files} = parts(form);
  form.querySelector("[data-attached]").replaceChildren(...[...files.files].map(file =>
    Object.assign(document.createElement("li"), {className: "chip chip--line", textContent: file.name})));
}

function takeFiles(form) {
  const {text, files} = parts(form);
  if (!files) return;
  const over = on => form.classList.toggle("composer--over", on);
  files.addEventListener("change", () => show(form));
  text.addEventListener("paste", event => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    attach(form, event.clipboardData.files);
  });
  form.addEventListener("dragover", event => { if (event.dataTransfer.types.includes("Files")) { event.preventDefault(); over(true); } });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", event => {
    over(false);
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    attach(form, event.dataTransfer.files);
  });
}

function preview(form) {
  const {text} = parts(form), button = form.querySelector("[data-do=preview]"), place = form.querySelector("[data-preview]");
  button?.addEventListener("click", async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    place.hidden = !on;
    if (!on) return text.focus();
    const body = new FormData();
    body.set("body", text.value);
    const response = await post("/preview/", body).catch(() => null);
    if (response?.ok) window.htmx.swap(place, await response.text(), {swapStyle: "innerHTML"});
    else place.textContent = say("failed");
  });
}

async function callPeople(form) {
  const expander = form.querySelector("text-expander");
  if (!expander) return;
  await import("../vendor/text-expander-element-2.9.4/dist/bundle.js");
  expander.addEventListener("text-expander-change", event => event.detail.provide(menu(event.detail.text)));
  expander.addEventListener("text-expander-value", event => { event.detail.value = `@${event.detail.item.dataset.value}`; });
}

async function menu(text) {
  const options = text ? await suggest(text).catch(() => []) : [];
  const fragment = Object.assign(document.createElement("ul"), {className: "mentions"});
  fragment.setAttribute("role", "listbox");
  fragment.append(...options);
  return {matched: options.length > 0, fragment};
}

function begin(form) {
  started.add(form);
  const {text} = parts(form);
  text.addEventListener("input", () => grow(text));
  form.addEventListener("focusin", () => callPeople(form), {once: true});
  const unfold = () => { form.dataset.open = ""; };
  text.addEventListener("focus", unfold);
  if (document.activeElement === text || text.value) unfold();
  keepDraft(form);
  sendByKey(form);
  takeFiles(form);
  preview(form);
  grow(text);
}

export function start() {
  for (const form of document.querySelectorAll("[data-composer]")) if (!started.has(form)) begin(form);
}
