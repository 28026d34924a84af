// A long list: loads more as one reads, and is where one left it on coming back.
const key = () => `place:${location.pathname}${location.search}`;
const MOST = 20;
let begun = false;

// The card nearest the top, and how far from it: ids outlive what is inserted above.
function remember(feed) {
  const card = [...feed.children].find(one => one.id && one.getBoundingClientRect().bottom > 0);
  if (card) sessionStorage.setItem(key(), JSON.stringify({id: card.id, top: card.getBoundingClientRect().top}));
}

const back = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

async function more() {
  const link = document.querySelector("#pager a");
  if (!link || !window.htmx) return false;
  await window.htmx.ajax("GET", link.href, {source: link, target: "#pager", swap: "outerHTML"});
  return true;
}

async function restore() {
  const kept = JSON.parse(sessionStorage.getItem(key()) || "null");
  if (!kept || !back()) return;
  for (let page = 0; page < MOST && !document.getElementById(kept.id); page += 1) if (!await more()) break;
  const card = document.getElementById(kept.id);
  if (card) scrollBy({top: card.getBoundingClientRect().top - kept.top, behavior: "instant"});
}

export function start() {
  const feed = document.querySelector("[data-feed]");
  if (begun || !feed) return;
  begun = true;
  history.scrollRestoration = "manual";
  addEventListener("pagehide", () => remember(feed));
  restore();
}
