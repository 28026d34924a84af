// The customer's page keeps itself fresh while somebody looks at it; without scripts a reload does the same.
const EVERY = 15000;
const main = document.querySelector("[data-status-url]");
const part = document.getElementById("status");

async function freshen() {
  if (document.hidden) return;
  const language = new URLSearchParams(location.search).get("lang");
  const query = language ? `?part=1&lang=${encodeURIComponent(language)}` : "?part=1";
  const response = await fetch(main.dataset.statusUrl + query, {credentials: "same-origin"}).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  part.replaceChildren(...fresh.body.childNodes);
}

if (main && part) {
  setInterval(freshen, EVERY);
  document.addEventListener("visibilitychange", freshen);
}
