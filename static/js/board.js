// The board: cards move by hand, by menu and by key; a refused move goes back and says why.
// Markup: [data-board data-move-url="/issues/{id}/move/"] holds .cell[data-status][data-lane][data-label]; a card is
// .mini[id][data-id][data-status] with its menu [id^=move-] of forms whose field `status` names the column. The server
// takes `status`, answers 200 with the card as it now is, 409 or 422 with a sentence, or 422 with a <dialog> that asks.
import {asks} from "./dialogs.js";
import {post, sentence} from "./net.js";
import {refresh, startSeveral} from "./several.js";
import {toast} from "./toasts.js";
import {say} from "./words.js";
import "../vendor/sortablejs-1.15.7/Sortable.min.js";

const SOON = 400;
const sorted = new WeakSet();
const board = () => document.querySelector("[data-board]");
const address = card => board().dataset.moveUrl.replace("{id}", card.dataset.id);
const title = cell => cell.dataset.label || cell.getAttribute("aria-label");

async function move(card, cell, from, {url = address(card), body = new FormData()} = {}) {
  const anchor = card.nextSibling;
  if (card.parentElement !== cell) cell.prepend(card);
  if (!body.has("status")) body.set("status", cell.dataset.status);
  card.classList.add("mini--busy");
  const response = await post(url, body).catch(() => null);
  card.classList.remove("mini--busy");
  settle();
  if (response?.ok) return landed(card, cell, await response.text());
  const held = anchor?.parentElement === from.cell ? anchor : null;
  from.cell.insertBefore(card, from.next?.parentElement === from.cell ? from.next : held);
  if (response && await asks(response, refresh)) return;
  toast(say("not_moved", response ? await sentence(response) : say("lost")), {kind: "refusal"});
}

// live.js shows what waited when the focus leaves something.
function settle() { document.dispatchEvent(new Event("focusout")); }

function landed(card, cell, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(card.id);
  if (fresh?.matches(".mini") && card.isConnected) card.replaceWith(fresh);
  else card.dataset.status = cell.dataset.status;
  const now = fresh?.matches(".mini") ? fresh : card;
  window.htmx?.process(now);
  toast(say("moved", title(cell)));
  now.focus({preventScroll: true});
}

function sortable(cell) {
  if (sorted.has(cell)) return;
  sorted.add(cell);
  let next = null;
  self.Sortable.create(cell, {
    group: cell.dataset.lane ? `lane-${cell.dataset.lane}` : "board",
    draggable: ".mini",
    filter: "button, input, .menu",
    preventOnFilter: false,
    delay: 300,
    delayOnTouchOnly: true,
    touchStartThreshold: 10,
    animation: matchMedia("(prefers-reduced-motion:reduce)").matches ? 0 : 150,
    ghostClass: "mini--ghost",
    dragClass: "mini--drag",
    // what others do to a card waits while it is in the hand, and while the server is asked
    onStart: ({item}) => { item.classList.add("mini--held"); next = item.nextElementSibling; board().classList.add("board--dragging"); },
    onMove: ({to}) => { over(to); },
    onEnd: ({item, from, to}) => {
      over(null);
      board().classList.remove("board--dragging");
      const moved = from !== to && move(item, to, {cell: from, next});
      item.classList.remove("mini--held");
      if (!moved) settle();
    },
  });
}

function over(cell) {
  for (const one of document.querySelectorAll(".cell--over")) one.classList.remove("cell--over");
  cell?.classList.add("cell--over");
}

function byMenu(event) {
  const form = event.target, menu = form.closest?.("[id^=move-]");
  const card = menu?.closest(".mini");
  const status = form.elements?.status?.value;
  if (!card || !status) return;
  const cells = [...board().querySelectorAll(`.cell[data-status="${CSS.escape(status)}"]`)];
  const cell = cells.find(one => one.dataset.lane === card.parentElement.dataset.lane) ?? cells[0];
  if (!cell) return;
  event.preventDefault();
  menu.hidePopover();
  move(card, cell, {cell: card.parentElement, next: card.nextElementSibling}, {url: form.action, body: new FormData(form)});
}

const steps = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]};

function byArrow(event) {
  const step = steps[event.key], card = event.target.closest?.(".mini");
  if (!step || !card || event.target.closest("input, textarea, select, .menu") || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  target(card, step)?.focus();
}

function target(card, [across, down]) {
  const cell = card.parentElement, cards = [...cell.querySelectorAll(".mini")];
  if (down) return cards[cards.indexOf(card) + down];
  const cells = [...board().querySelectorAll(".cell")].filter(one => one.dataset.lane === cell.dataset.lane);
  for (let at = cells.indexOf(cell) + across; cells[at]; at += across) {
    const there = cells[at].querySelectorAll(".mini");
    if (there.length) return there[Math.min(cards.indexOf(card), there.length - 1)];
  }
  return null;
}

// The heads count what stands below them; what the page does not show is added.
function count() {
  for (const head of board()?.querySelectorAll("[data-count-of]") ?? []) {
    const cards = board().querySelectorAll(`.cell[data-status="${CSS.escape(head.dataset.countOf)}"] .mini`).length;
    head.dataset.hidden ??= Math.max(head.dataset.count - cards, 0);
    const now = String(cards + Number(head.dataset.hidden));
    if (head.textContent !== now) head.textContent = now;
  }
}

// Narrowed or in lanes, only the server knows where a card belongs: the board is fetched anew, soon after the first of
// several changes, and never out of a hand.
let later;

function fetchLater() {
  later ??= setTimeout(async () => {
    later = undefined;
    if (board().querySelector(".mini--held, .mini--busy, :popover-open")) return fetchLater();
    await refresh();
  }, SOON + Math.random() * SOON);
}

let begun = false;

export function start() {
  const place = board();
  if (!place) return;
  if (place.dataset.moveUrl) place.querySelectorAll(".cell[data-status]").forEach(sortable);
  const first = place.querySelector(".mini");
  if (first && !place.querySelector(".mini[tabindex='0']")) first.tabIndex = 0;
  count();
  if (begun) return;
  begun = true;
  startSeveral(place, start);
  new MutationObserver(() => { place.querySelectorAll(".cell[data-status]").forEach(sortable); count(); })
    .observe(place, {childList: true, subtree: true});
  if ("liveTakes" in place.dataset) place.addEventListener("live:frame", fetchLater);
  document.addEventListener("submit", byMenu);
  document.addEventListener("keydown", byArrow);
}
