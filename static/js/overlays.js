// What floats: menus beside their buttons, dialogs, the palette.
const narrow = matchMedia("(max-width:699px)");
const GAP = 4;

function place(menu) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (!button || narrow.matches) return menu.removeAttribute("style");
  const at = button.getBoundingClientRect(), size = menu.getBoundingClientRect();
  const below = at.bottom + GAP + size.height <= innerHeight;
  menu.style.top = `${Math.max(GAP, below ? at.bottom + GAP : at.top - GAP - size.height)}px`;
  menu.style.left = `${Math.max(GAP, Math.min(at.right - size.width, innerWidth - size.width - GAP))}px`;
}

function startMenus() {
  document.addEventListener("toggle", event => {
    const menu = event.target;
    if (!menu.matches?.(".menu[popover]") || event.newState !== "open") return;
    place(menu);
    menu.querySelector("a, button")?.focus({preventScroll: true});
  }, true);
  addEventListener("scroll", () => document.querySelectorAll(".menu:popover-open").forEach(place), {passive: true});
  document.addEventListener("keydown", event => {
    const menu = event.target.closest?.(".menu:popover-open");
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (!menu || !step) return;
    const rows = [...menu.querySelectorAll("a, button")];
    event.preventDefault();
    event.stopPropagation();
    rows.at((rows.indexOf(document.activeElement) + step) % rows.length).focus();
  });
}

export function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
  return dialog;
}

function startDialogs() {
  document.addEventListener("click", event => {
    const opener = event.target.closest("[data-open]:not([data-open=''])");
    if (opener) { event.preventDefault(); open(opener.dataset.open); }
    if (event.target.matches("dialog[open]")) event.target.close();
  });
}

const matches = (link, words) => words.every(word => link.textContent.toLowerCase().includes(word));

function filter(palette, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const links = [...palette.querySelectorAll(".palette__list a")];
  for (const link of links) { link.hidden = !matches(link, words); link.removeAttribute("aria-selected"); }
}

function walk(palette, step) {
  const links = [...palette.querySelectorAll(".palette__list a:not([hidden])")];
  const at = links.findIndex(link => link.hasAttribute("aria-selected"));
  links[at]?.removeAttribute("aria-selected");
  const next = links.at((at + step) % (links.length || 1));
  next?.setAttribute("aria-selected", "true");
  next?.scrollIntoView({block: "nearest"});
}

export function openPalette() {
  const palette = open("palette");
  if (!palette) return;
  const field = palette.querySelector("[data-palette]");
  field.value = "";
  filter(palette, "");
  field.focus();
}

function startPalette() {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const field = palette.querySelector("[data-palette]");
  field.addEventListener("input", () => filter(palette, field.value));
  palette.addEventListener("keydown", event => {
    if (event.key === "Escape") { event.preventDefault(); return palette.close(); }
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step) { event.preventDefault(); walk(palette, step); }
  });
  palette.querySelector("form").addEventListener("submit", event => {
    const chosen = palette.querySelector("a[aria-selected]");
    const key = /^\s*hp-?(\d+)\s*$/i.exec(field.value);
    const href = chosen?.href ?? (key ? `/HP-${key[1]}` : "");
    if (href) { event.preventDefault(); location.assign(href); }
  });
  document.addEventListener("click", event => {
    if (!event.target.closest("[data-do=palette]") || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    openPalette();
  });
}

export function startOverlays() {
  startMenus();
  startDialogs();
  startPalette();
}
