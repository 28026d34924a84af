// Temperatures: wherever a potato's heat stands ([data-heat-of] with a number in <b>, its word in <span>), it moves.
import {say} from "./words.js";

const of = (id, but) => [...document.querySelectorAll(`[data-heat-of="${CSS.escape(id)}"]`)].filter(one => one !== but);

function paint(badge, number, band) {
  if (badge.dataset.band === band && badge.querySelector("b").textContent === String(number)) return;
  badge.dataset.band = band;
  badge.querySelector("b").textContent = number;
  badge.querySelector("span").textContent = say(band);
  const card = badge.closest("[data-order]"), list = card?.parentElement ?? badge.closest("[data-by-heat]");
  if (card) card.dataset.order = number;
  if (list && !list.contains(document.activeElement) && !list.querySelector(".mini--drag")) sort(list);
}

// The hottest first; what has no heat stays where it is.
function sort(list) {
  const heat = one => +(one.querySelector("[data-heat-of] b")?.textContent ?? NaN);
  const rows = [...list.children].filter(one => heat(one) >= 0);
  const order = [...rows].sort((a, b) => heat(b) - heat(a));
  if (order.some((one, at) => one !== rows[at])) order.forEach(one => list.append(one));
}

// A card that came anew tells the other places its heat.
function learn(node) {
  for (const badge of node.querySelectorAll?.("[data-heat-of]") ?? [])
    for (const other of of(badge.dataset.heatOf, badge)) paint(other, badge.querySelector("b").textContent, badge.dataset.band);
}

export function startHeat() {
  document.addEventListener("heat", ({detail}) => {
    for (const [id, number, band] of detail.heats.split(" ").map(one => one.split(":"))) of(id).forEach(one => paint(one, number, band));
  });
  const main = document.getElementById("main");
  if (main) new MutationObserver(changes => changes.forEach(({addedNodes}) => addedNodes.forEach(learn))).observe(main, {childList: true, subtree: true});
}
