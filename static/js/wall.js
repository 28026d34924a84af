// The wall: columns turn their pages, the figures stay fresh, and a lost connection is waited out, however long it takes.
const TURN = 12_000, FRESH = 60_000, FIRST = 2_000;
const lost = document.querySelector("[data-wall-lost]"), clock = document.querySelector("[data-wall-clock]");
const parts = ["wall-board", "wall-tiles"];
let seen = new Date(), wait = FRESH, soon;

const time = at => at.toLocaleTimeString(document.documentElement.lang, {hour: "2-digit", minute: "2-digit"});

function turn() {
  for (const cell of document.querySelectorAll("[data-wall-board] .cell")) {
    const end = cell.scrollTop + cell.clientHeight >= cell.scrollHeight - 4;
    cell.scrollTop = end ? 0 : cell.scrollTop + cell.clientHeight * 0.9;
  }
}

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  const page = answer?.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  if (page?.getElementById(parts[0])) take(page); else missed();
}

async function renew() {
  await look();
  setTimeout(renew, wait);
}

// What happened shows at once where it can; the figures, the counts and what is filtered follow a little later.
function lookLater() { soon ??= setTimeout(() => { soon = undefined; look(); }, FIRST); }

function take(page) {
  seen = new Date();
  wait = FRESH;
  lost.hidden = true;
  for (const id of parts) {
    const tops = [...document.querySelectorAll(`#${id} .cell`)].map(cell => cell.scrollTop);
    document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    document.querySelectorAll(`#${id} .cell`).forEach((cell, at) => { cell.scrollTop = tops[at] ?? 0; });
  }
}

// Soon at first, later once a minute.
function missed() {
  wait = wait === FRESH && lost.hidden ? FIRST : Math.min(wait * 2, FRESH);
  lost.textContent = lost.dataset.wallLost.replace("%s", time(seen));
  lost.hidden = false;
}

const leave = event => { if (event.key === "Escape") document.querySelector("[data-wall-leave]").click(); };

document.addEventListener("live", ({detail}) => { if (detail === "up" && !lost.hidden) look(); else if (detail === "down") missed(); });
document.querySelector("[data-wall-board]").addEventListener("live:frame", lookLater);
document.addEventListener("keydown", leave);
setInterval(turn, TURN);
setInterval(() => { clock.textContent = time(new Date()); }, 1000);
setTimeout(renew, FRESH);
navigator.wakeLock?.request("screen").catch(() => {});
