// Choosing a person by typing: a text field that suggests, and the handle it sends.
import {say} from "./words.js";

export async function suggest(query, signal) {
  const response = await fetch(`/people/suggest?q=${encodeURIComponent(query)}`, {signal, headers: {"HX-Request": "true"}});
  if (!response.ok) return [];
  if ((response.headers.get("content-type") || "").includes("json")) return fromJson(await response.json());
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return [...page.querySelectorAll("[role=option]")];
}

function fromJson(answer) {
  return (answer.items ?? answer).map(({handle, name, title}) => {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.id = `suggest-${handle}`;
    option.dataset.value = handle;
    const small = Object.assign(document.createElement("span"), {className: "meta", textContent: ` @${handle}${title ? ` · ${title}` : ""}`});
    option.append(Object.assign(document.createElement("b"), {textContent: name}), small);
    return option;
  });
}

class PersonPicker extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = this.querySelector("[role=listbox]");
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", event => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", event => { event.preventDefault(); this.choose(event.target.closest("[role=option]")); });
  }
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 150);
  }
  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    const query = this.input.value.replace(/^@/, "").trim();
    if (!query) return this.close();
    const options = await suggest(query, this.asking.signal).catch(() => null);
    if (!options) return;
    this.list.replaceChildren(...options);
    if (!options.length) this.list.append(Object.assign(document.createElement("li"), {className: "menu__say", textContent: say("nobody")}));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(options[0]);
  }
  mark(option) {
    this.list.querySelector("[aria-selected=true]")?.removeAttribute("aria-selected");
    option?.setAttribute("aria-selected", "true");
    option ? this.input.setAttribute("aria-activedescendant", option.id) : this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({block: "nearest"});
  }
  key(event) {
    if (this.list.hidden) return;
    const options = [...this.list.querySelectorAll("[role=option]")];
    const at = options.findIndex(option => option.getAttribute("aria-selected"));
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step) { event.preventDefault(); this.mark(options.at((at + step) % options.length)); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); this.choose(options[at]); }
    else if (event.key === "Escape") { event.stopPropagation(); this.close(); }
  }
  choose(option) {
    if (!option) return;
    this.input.value = option.dataset.value;
    this.input.dispatchEvent(new Event("change", {bubbles: true}));
    this.close();
  }
  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

export function definePicker() { customElements.define("person-picker", PersonPicker); }
