{% load static %}// Answers when the network does not: the flag page that a phone keeps, and what it is drawn with. Keeps no page of anybody.
const KEPT = "potluck-4";
const OFFLINE = "/offline/";
const FILES = [OFFLINE, "/brand.css",
  "{% static 'css/tokens.css' %}", "{% static 'css/components.css' %}", "{% static 'css/more.css' %}", "{% static 'css/board.css' %}",
  "{% static 'fonts/inter-latin.woff2' %}", "{% static 'img/icons.svg' %}", "{% static 'img/elephant.svg' %}",
  "{% static 'js/offline.js' %}", "{% static 'js/flag.js' %}", "{% static 'js/outbox.js' %}", "{% static 'js/words.js' %}"];

self.addEventListener("install", event => {
  event.waitUntil(caches.open(KEPT).then(cache => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", event => {
  const old = caches.keys().then(names => Promise.all(names.filter(name => name !== KEPT).map(name => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", event => {
  const {request} = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  else if (FILES.includes(new URL(request.url).pathname)) event.respondWith(fetch(request).catch(() => caches.match(request, {ignoreSearch: true})));
});
