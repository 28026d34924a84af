// The customer's page keeps itself fresh while somebody looks at it; without scripts a reload does the same.
const EVERY = 15000;
const main = document.querySelector("[data-status-url]");
const part = (where, id) => where.getElementById(id);
const isIn = (element) => element.contains(document.activeElement);

async function freshen() {
  if (document.hidden) return;
  const language = new URLSearchParams(location.search).get("lang");
  const query = language ? `?part=1&lang=${encodeURIComponent(language)}` : "?part=1";
  const response = await fetch(main.dataset.statusUrl + query, {credentials: "same-origin"}).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  put(fresh, "status");
  put(fresh, "answers");
  ask(part(fresh, "rating"));
}

// What is being typed or pressed stays as it is until the next time, and what is the same stays: its pictures are kept by nobody.
function put(fresh, id) {
  const [old, now] = [part(document, id), part(fresh, id)];
  if (old && now && old.innerHTML !== now.innerHTML && !isIn(old)) old.replaceChildren(...now.childNodes);
}

function ask(question) {
  const old = part(document, "rating");
  if (question && !old) part(document, "answers")?.closest("form").before(question);
  else if (old && !question && !isIn(old)) old.remove();
}

if (main) {
  setInterval(freshen, EVERY);
  document.addEventListener("visibilitychange", freshen);
}
