// What was flagged without a network: kept in IndexedDB, photo and all, sent once when it is back.
import {me as reader} from "./words.js";

const NAME = "potluck", STORE = "flags", WHERE = "/issues/new/";

function store(mode) {
  return new Promise((done, fail) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, {keyPath: "uuid"});
    opening.onsuccess = () => done(opening.result.transaction(STORE, mode).objectStore(STORE));
    opening.onerror = () => fail(opening.error);
  });
}

const result = request => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
const tell = all => localStorage.setItem("flags", String(all.length || ""));

export const waiting = async () => result((await store("readonly")).getAll());

export async function keep(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size));
  const uuid = form.elements.client_uuid.value;
  await result((await store("readwrite")).put({uuid, who: reader || localStorage.getItem("me") || "", fields, at: Date.now()}));
  tell(await waiting());
}

async function drop(uuid) {
  await result((await store("readwrite")).delete(uuid));
  tell(await waiting());
}

// A fresh token, or nothing when the network or the login is gone.
async function freshToken() {
  const response = await fetch(WHERE, {credentials: "same-origin", cache: "no-store"}).catch(() => null);
  if (!response?.ok || !response.url.includes(WHERE)) return "";
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector("meta[name=csrf-token]")?.content ?? "";
}

async function send(flag, token) {
  const body = new FormData();
  for (const [name, value] of flag.fields) body.append(name, value);
  const response = await fetch(WHERE, {method: "POST", body, credentials: "same-origin", headers: {"X-CSRFToken": token}}).catch(() => null);
  if (response?.redirected && !response.url.includes("/login/")) { await drop(flag.uuid); return 1; }
  if (response?.status === 422) await result((await store("readwrite")).put({...flag, refused: true}));
  return 0;
}

async function sendAll() {
  const mine = (await waiting()).filter(flag => !flag.refused && (!flag.who || flag.who === reader));
  const token = mine.length && reader ? await freshToken() : "";
  if (!token) return 0;
  let sent = 0;
  for (const flag of mine) sent += await send(flag, token);
  return sent;
}

export const flush = () => navigator.locks ? navigator.locks.request("flags", sendAll) : sendAll();
