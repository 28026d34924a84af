// The board beside single cards: ticking several and moving them, flagging in a column's head, folding columns.
// A card is ticked by its box, by Ctrl or Shift and a click, or by x; the bar that moves them is form#several.
import {asks, tell} from "./dialogs.js";
import {post, sentence} from "./net.js";
import {toast} from "./toasts.js";
import {say} from "./words.js";

const LATE = 3000;
const picked = new Set();
let board, again, timer;

const form = () => document.getElementById("several");
const boxes = () => [...board.querySelectorAll(".mini__pick")];

async function fresh() {
  const answer = await fetch(location.href, {headers: {"HX-Request": "true"}}).catch(() => null);
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".board__grid") : null;
}

// All of the board as it is now; a title that is being typed stays, and so does the focus on a card.
export async function refresh() {
  const grid = await fresh(), old = board.querySelector(".board__grid");
  if (!grid || !old) return;
  const typed = old.querySelector("[data-quick] [name=title]"), kept = typed?.value ?? "";
  const wrote = document.activeElement === typed, at = document.activeElement?.closest?.(".mini")?.id;
  old.replaceWith(grid);
  if (at) document.getElementById(at)?.focus({preventScroll: true});
  const title = grid.querySelector("[data-quick] [name=title]");
  if (title) { title.value = kept; if (wrote) title.focus(); }
  window.htmx?.process(grid);
  again();
}

// Warnings of full columns follow what others move, a little later, so that a lively board asks seldom.
function warnLater() {
  if (!board.querySelector("[data-limited]") || timer) return;
  timer = setTimeout(async () => {
    timer = 0;
    const grid = await fresh();
    for (const place of grid?.querySelectorAll("[data-wips]") ?? []) {
      const here = board.querySelector(`[data-wips="${CSS.escape(place.dataset.wips)}"]`);
      if (here && here.innerHTML !== place.innerHTML) here.replaceChildren(...place.childNodes);
    }
  }, LATE);
}

// ---- ticking

function pick(box, on = !box.checked) {
  box.checked = on;
  on ? picked.add(box.value) : picked.delete(box.value);
  count();
}

function count() {
  const place = form()?.querySelector("[data-picked]");
  if (!place) return;
  const text = picked.size ? place.dataset.picked.replace("%s", picked.size) : "";
  if (place.textContent !== text) place.textContent = text;
}

// A card that came anew keeps its tick; one that left the board loses it.
function keep() {
  const here = new Set();
  for (const box of boxes()) { here.add(box.value); if (box.checked !== picked.has(box.value)) box.checked = picked.has(box.value); }
  for (const value of [...picked]) if (!here.has(value)) picked.delete(value);
  count();
}

function none() {
  picked.clear();
  for (const box of boxes()) box.checked = false;
  count();
}

function byClick(event) {
  const card = event.target.closest?.(".mini");
  if (!card || !(event.ctrlKey || event.metaKey || event.shiftKey) || event.target.closest("a, button, input, .menu")) return;
  event.preventDefault();
  pick(card.querySelector(".mini__pick"));
}

function byKey(event) {
  const card = event.target.closest?.(".mini");
  if (event.key === "Escape" && picked.size && !document.querySelector(":popover-open, dialog[open]")) return none();
  if (event.key !== "x" || !card || event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.keys === "off") return;
  event.preventDefault();
  pick(card.querySelector(".mini__pick"));
}

// ---- sending

async function send(event) {
  const kind = ["several", "severalUndo", "quick", "foldForm"].find(name => name in event.target.dataset);
  if (!kind || event.defaultPrevented) return;
  event.preventDefault();
  if (kind === "foldForm") return fold(event.target);
  const button = event.submitter, body = new FormData(event.target);
  if (kind === "several") { body.delete("issue"); for (const value of picked) body.append("issue", value); }
  if (button) button.disabled = true;
  const response = await post(event.target.action, body).catch(() => null);
  if (button) button.disabled = false;
  if (response?.ok) return kind === "quick" ? flagged(event.target, response) : moved(response);
  if (response && await asks(response, moved)) return;
  toast(response ? await sentence(response) : say("lost"), {kind: "refusal"});
}

async function flagged(quick, response) {
  tell(response);
  quick.reset();
  await refresh();
  board.querySelector("[data-quick] [name=title]")?.focus();
}

async function moved(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  document.querySelector("[data-outcome]").replaceChildren(...page.body.childNodes);
  none();
  await refresh();
  document.getElementById("outcome")?.focus({preventScroll: false});
}

function fold(one) {
  const status = one.elements.status.value, grid = board.querySelector(".board__grid");
  const names = new Set(grid.dataset.fold.split(" ").filter(Boolean)), folded = !names.delete(status);
  if (folded) names.add(status);
  grid.dataset.fold = [...names].join(" ");
  const name = CSS.escape(status);
  for (const part of grid.querySelectorAll(`[data-column="${name}"], .cell[data-status="${name}"]`)) part.classList.toggle("is-folded", folded);
  one.querySelector("button").setAttribute("aria-expanded", String(!folded));
  post(one.action, new FormData(one)).catch(() => {});
}

export function startSeveral(place, start) {
  board = place;
  again = start;
  for (const box of boxes()) if (box.checked) picked.add(box.value);
  count();
  new MutationObserver(() => { keep(); warnLater(); }).observe(board, {childList: true, subtree: true});
  document.addEventListener("submit", send);
  document.addEventListener("click", byClick);
  document.addEventListener("keydown", byKey);
  board.addEventListener("change", ({target}) => { if (target.matches(".mini__pick")) pick(target, target.checked); });
  form()?.addEventListener("reset", () => none());
  for (const button of document.querySelectorAll("[data-picking]")) button.disabled = false;
  document.addEventListener("click", ({target}) => {
    const button = target.closest?.("[data-picking]");
    if (button) button.setAttribute("aria-pressed", String(board.classList.toggle("board--picking")));
    if (target.closest?.("[data-outcome-close]")) document.querySelector("[data-outcome]").replaceChildren();
  });
}
