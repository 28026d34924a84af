// A potato's page: forms open over it, bites are put in order by hand, and what one writes survives what changes.
import "../vendor/sortablejs-1.15.7/Sortable.min.js";

const ASKS = "[data-asks] a.btn[href]:not([data-page]), [data-asks] .bite__title a[href]";
const calm = matchMedia("(prefers-reduced-motion:reduce)");
const sorted = new WeakSet();
const room = () => document.getElementById("ask");
const page = () => document.querySelector("[id^='page-']");

function asks(event) {
  const link = event.target.closest?.(ASKS);
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  link.closest(".menu:popover-open")?.hidePopover();
  window.htmx.ajax("GET", link.getAttribute("href"), {target: "#ask", swap: "innerHTML"});
}

function show() {
  const dialog = room().querySelector("dialog");
  if (!dialog || dialog.open) return;
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  (dialog.querySelector("[aria-invalid=true]") ?? dialog.querySelector("form[action] [autofocus]") ?? dialog.querySelector("form[action] :is(input:not([type=hidden]),textarea,select)"))?.focus();
}

const isDone = xhr => xhr.status < 300 && xhr.getResponseHeader("HX-Retarget") !== "#ask";

function answered({detail}) {
  if (detail.requestConfig?.verb === "post" && isDone(detail.xhr)) room()?.querySelector("dialog")?.close();
}

// Where the parts of the page come from when others change it; a menu in which one has chosen is done with.
let parts = "";

function sending({detail}) {
  const path = detail.pathInfo.requestPath;
  if (detail.requestConfig.verb === "post") detail.elt.closest(".menu:popover-open")?.hidePopover();
  else if (path.endsWith("/regions/")) parts = path;
}

const again = () => parts && window.htmx.ajax("GET", parts, {target: `#${page().id}`, swap: "outerHTML"});

// A region in which somebody writes or chooses stays as it is, the latter until he has; the thread only grows.
function spare(event) {
  const {target, fragment} = event.detail;
  if (target.id === "thread") { event.detail.shouldSwap = false; grow(target, fragment); return; }
  const at = document.activeElement, menu = target.querySelector(".menu:popover-open");
  if (menu) { event.detail.shouldSwap = false; menu.addEventListener("toggle", again, {once: true}); return; }
  if (target.contains(at) && at.matches("input, textarea, select") && at.value) event.detail.shouldSwap = false;
}

function grow(thread, fragment) {
  for (const entry of [...fragment.querySelectorAll("#thread > li[id], :scope > li[id]")]) {
    if (entry.id === "earlier" || entry.id === "no-entries" || document.getElementById(entry.id)) continue;
    document.getElementById("no-entries")?.remove();
    thread.append(entry);
    window.htmx.process(entry);
  }
}

function sortable(list) {
  if (sorted.has(list)) return;
  sorted.add(list);
  self.Sortable.create(list, {
    draggable: "li",
    filter: "button, a.btn, .menu",
    preventOnFilter: false,
    delay: 300,
    delayOnTouchOnly: true,
    animation: calm.matches ? 0 : 150,
    onEnd: ({item, oldIndex, newIndex}) => { if (oldIndex !== newIndex) order(item); },
  });
}

function order(item) {
  const before = item.nextElementSibling?.dataset.id ?? "";
  window.htmx.ajax("POST", item.dataset.order, {target: `#${page().id}`, swap: "outerHTML", values: {before}});
}

const start = () => document.querySelectorAll("[data-sort]").forEach(sortable);

document.addEventListener("click", asks);
document.addEventListener("htmx:afterSwap", ({detail}) => { if (detail.target?.id === "ask") show(); });
document.addEventListener("htmx:afterRequest", answered);
document.addEventListener("htmx:beforeRequest", sending);
document.addEventListener("htmx:oobBeforeSwap", spare);
document.addEventListener("htmx:load", start);
start();
