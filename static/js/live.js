// Live: one socket a page. Frames are numbered in their streams; what was missed comes again, nothing comes twice.
const LONGEST = 30_000, SHORTEST = 500, QUIET = 40_000, ASLEEP = 300_000, TOP = 80, PART = 3_000;
const root = document.documentElement, me = document.body.dataset.me;
const cursors = new Map(), known = new WeakSet(), held = new Map(), waiting = new Map(), stale = new Set();
let socket, timer, watch, sleep, hint, tries = 0;

const pairs = text => (text || "").split(",").filter(Boolean).map(part => { const at = part.lastIndexOf("="); return [part.slice(0, at), +part.slice(at + 1)]; });
const regions = () => [...document.body.querySelectorAll("[data-live]")];
const names = region => pairs(region.dataset.live).map(([name]) => name);
// A stream that no region names is one of the set that a region shows.
const regionsOf = key => { const by = regions().filter(one => names(one).includes(key)); return by.length || /^u:|^all$/.test(key) ? by : regions().filter(one => names(one).some(name => !name.includes(":"))); };
const parse = html => { const box = document.createElement("template"); box.innerHTML = html; return box.content.firstElementChild; };
// Somebody writes in it, or it waits for an answer that goes into its place.
const busy = node => node.matches(".mini--held, .mini--busy") || node.contains(document.activeElement) && document.activeElement !== document.body || node.querySelector(".htmx-request, .mini--held, .mini--busy");
const say = body => { if (socket?.readyState === 1) socket.send(JSON.stringify(body)); };

// ---- the socket

function open() {
  clearTimeout(timer);
  if (!me || socket?.readyState < 2) return;
  const mine = socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/ws/live/`, "live.v1");
  mine.onopen = () => { alive(); ask("hello", regions().flatMap(names)); };
  mine.onmessage = ({data}) => { alive(); hear(JSON.parse(data)); };
  mine.onclose = ({code}) => {
    if (mine !== socket) return;
    clearTimeout(watch);
    mark("down");
    if (code === 4401) location.reload();
    else if (code !== 4400 && code !== 4403) retry(code === 4429 ? 60_000 : hint);
  };
}

function retry(wait = Math.random() * Math.min(LONGEST, SHORTEST * 2 ** tries++)) { clearTimeout(timer); timer = setTimeout(open, wait); }
function leave() { const old = socket; socket = undefined; clearTimeout(timer); clearTimeout(watch); old?.close(1000); }
function alive() { clearTimeout(watch); watch = setTimeout(() => socket?.close(4000), QUIET); }
function mark(state) { if (root.dataset.live !== state) { root.dataset.live = state; document.dispatchEvent(new CustomEvent("live", {detail: state})); } }
function advance(all = {}) { for (const [key, seq] of Object.entries(all)) cursors.set(key, Math.max(seq, cursors.get(key) ?? 0)); }

// What the sets hold goes first, in frames of at most 4 KB; what the page names goes last, and starts it.
function ask(kind, wanted) {
  let at = {}, size = 0;
  for (const [key, seq] of cursors) {
    if (wanted.includes(key)) continue;
    at[key] = seq;
    if ((size += key.length + 16) > PART) { say({t: kind, at}); kind = "sub"; at = {}; size = 0; }
  }
  say({t: kind, at, s: Object.fromEntries(wanted.map(key => [key, cursors.get(key) ?? 0]))});
}

function hear(frame) {
  const {t: kind, s: key, n: seq} = frame;
  if (kind === "hi") { tries = 0; hint = undefined; mark("up"); advance(key); }
  else if (kind === "hb") { say({t: "hb"}); advance(key); }
  else if (kind === "bye") hint = Math.random() * frame.spread * 1000;
  else if (kind === "rev") { cursors.delete(key); regionsOf(key).forEach(one => names(one).join() === key ? one.replaceChildren() : refetch(one)); }
  else if (kind === "stale") { cursors.set(key, seq); regionsOf(key).forEach(refetch); }
  else if (seq > (cursors.get(key) ?? 0)) { cursors.set(key, seq); apply(frame); }
}

// ---- the page

function apply(frame) {
  const old = document.getElementById(frame.id), [region] = regionsOf(frame.s);
  region?.dispatchEvent(new Event("live:frame"));
  if (frame.op === "del") { waiting.delete(frame.id); forget(frame.id); return old?.remove(); }
  const node = parse(frame.h);
  if (!node) return;
  if (frame.a) node.dataset.author ??= frame.a;
  if (!old && node.hidden || "count" in node.dataset) document.dispatchEvent(new CustomEvent(frame.id, {detail: node.dataset.count ? +node.dataset.count : node.dataset}));
  if (old) return busy(old) ? waiting.set(frame.id, frame) : replace(old, node, region);
  const takes = region?.dataset.liveTakes, fits = !takes || node.matches(takes);
  for (const [place, list] of held) if (list.has(frame.id)) return fits ? hold(place, frame) : forget(frame.id);
  if (!region || !fits || !takes && frame.op !== "add" && !cell(region, node)) return;
  if (takes || pill(region) && (scrollY > TOP || document.hidden) && !("liveAppend" in region.dataset)) hold(region, frame);
  else show(node, () => place(region, node));
}

function replace(old, node, region) {
  for (const kept of old.querySelectorAll("[data-keep]")) node.querySelector(`[data-keep=${kept.dataset.keep}]`)?.replaceWith(kept);
  const into = region && cell(region, node, old);
  show(node, () => { if (into) { old.remove(); place(region, node, into); } else old.replaceWith(node); });
}

// A card of a board belongs into the column of its status, in the lane where it was.
function cell(region, node, old) {
  if (!node.dataset.status) return null;
  const cells = [...region.querySelectorAll(`.cell[data-status="${CSS.escape(node.dataset.status)}"]`)];
  return cells.find(one => one.dataset.lane === old?.parentElement.dataset.lane) ?? cells[0] ?? null;
}

function place(region, node, into = cell(region, node)) {
  const list = into ?? region.querySelector("[data-live-list]") ?? region, first = pill(region);
  list.querySelector(":scope > [data-live-empty]")?.remove();
  if ("liveAppend" in region.dataset) list.append(node);
  else if (node.dataset.order) list.insertBefore(node, [...list.children].find(one => +one.dataset.order < +node.dataset.order) ?? null);
  else if (first?.parentElement === list) first.after(node);
  else list.prepend(node);
}

function show(node, insert) {
  insert();
  node.classList.add("card--changed");
  setTimeout(() => node.classList.remove("card--changed"), 2000);
  dress(node);
  window.htmx?.process(node);
}

// What a fragment shows to some alone names them.
function dress(node) {
  for (const one of [node, ...node.querySelectorAll("[data-author], [data-owner], [data-only], [data-but]")]) {
    const {author, owner, only, but} = one.dataset, named = only ?? but;
    one.classList.toggle("is-mine", Boolean(me) && (author === me || owner === me));
    if (named) one.hidden = named.split(" ").includes(me) !== (only !== undefined);
  }
  scan();
}

async function fetched(url, pick) {
  const answer = await fetch(url).catch(() => undefined);
  if (!answer?.ok) return answer && answer.status < 500 ? null : undefined;
  return pick(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

// Too far behind: the part of the page is fetched anew, with the cursors it was made at.
function refetch(region) {
  if (!stale.size) setTimeout(() => { const all = [...stale]; stale.clear(); all.forEach(renew); }, 50);
  stale.add(region);
}

async function renew(region) {
  if (busy(region)) return region.addEventListener("focusout", () => refetch(region), {once: true});
  const fresh = await fetched(location.href, page => [...page.querySelectorAll("[data-live]")].find(one => region.id ? one.id === region.id : names(one).join() === names(region).join()) ?? null);
  if (fresh === undefined) return setTimeout(() => refetch(region), Math.random() * 5000);
  release(region);
  region.replaceChildren(...fresh?.childNodes ?? []);
  advance(Object.fromEntries(fresh ? stand(fresh) : []));
  window.htmx?.process(region);
  dress(region);
}

// ---- "3 new": what comes above the reader waits until she asks for it

const pill = region => region.querySelector("[data-live-pill]") ?? region.parentElement?.querySelector(":scope > [data-live-pill]");

function hold(region, frame) {
  if (!held.has(region)) held.set(region, new Map());
  held.get(region).set(frame.id, frame);
  label(region);
}

function label(region) {
  const button = pill(region), count = held.get(region)?.size ?? 0;
  if (!button) return;
  button.hidden = !count;
  const text = count === 1 ? button.dataset.labelOne : button.dataset.labelMany;
  (button.querySelector("span") ?? button).textContent = (text ?? "%s").replace(/%[sd]|%/, count);
}

function forget(id) { for (const [region, list] of held) if (list.delete(id)) label(region); }
function release(region) { const list = held.get(region) ?? new Map(); held.delete(region); label(region); return list; }

document.addEventListener("click", ({target}) => {
  const button = target.closest?.("[data-live-pill]");
  if (!button) return;
  for (const region of [...held.keys()].filter(one => pill(one) === button)) {
    for (const frame of release(region).values()) { const node = parse(frame.h); if (frame.a) node.dataset.author ??= frame.a; show(node, () => place(region, node)); }
    region.scrollIntoView({block: "start"});
  }
});

const catchUp = () => setTimeout(() => {
  for (const [id, frame] of waiting) { const node = document.getElementById(id); if (!node || !busy(node)) { waiting.delete(id); apply(frame); } }
});
document.addEventListener("focusout", catchUp);
document.addEventListener("htmx:afterSettle", catchUp);

// ---- what the page shows

const stand = region => [...pairs(region.dataset.live), ...pairs(region.dataset.liveAt)];

// Regions that came into the page: their streams are asked for from where they stood.
function scan() {
  const fresh = regions().filter(region => !known.has(region));
  if (!fresh.length) return;
  for (const region of fresh) { known.add(region); for (const [key, seq] of stand(region)) if (!cursors.has(key) || seq < cursors.get(key)) cursors.set(key, seq); }
  const wanted = [...new Set(fresh.flatMap(names))];
  say({t: "unsub", s: wanted});
  if (socket?.readyState === 1) ask("sub", wanted);
}

document.addEventListener("htmx:load", ({detail}) => dress(detail.elt));
document.addEventListener("visibilitychange", () => {
  clearTimeout(sleep);
  if (document.hidden) sleep = setTimeout(leave, ASLEEP);
  else open();
});
addEventListener("online", open);
addEventListener("pagehide", leave);
addEventListener("pageshow", ({persisted}) => { if (persisted) open(); });
dress(document.body);
open();
