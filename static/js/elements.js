// Small elements: times that stay fresh in the reader's own zone, and "you" for the one meant.
import {language, me, say} from "./words.js";

const MINUTE = 60, HOUR = 3600, DAY = 86400, NBSP = "\u00a0";

export function span(seconds) {
  const length = Math.abs(Math.trunc(seconds));
  if (length < MINUTE) return say("now");
  if (length < HOUR) return Math.floor(length / MINUTE) + NBSP + say("min");
  if (length >= DAY) return Math.floor(length / DAY) + NBSP + say("d");
  const hours = Math.floor(length / HOUR), rest = Math.floor(length % HOUR / MINUTE);
  return hours + NBSP + say("h") + (rest && hours < 10 ? NBSP + String(rest).padStart(2, "0") : "");
}

function clock(at) {
  const two = number => String(number).padStart(2, "0");
  return say("clock").replace("%H", two(at.getHours())).replace("%M", two(at.getMinutes()));
}

export function moment(at, now = new Date()) {
  const midnight = date => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round((midnight(at) - midnight(now)) / DAY / 1000);
  if (days === 0) return clock(at);
  if (Math.abs(days) === 1) return `${say(days > 0 ? "tomorrow" : "yesterday")} ${clock(at)}`;
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {day: "numeric", month: "long", year}).format(at).replace(/^1 /, language === "fr" ? "1er " : "1 ");
}

function relative(at, now) {
  const gap = (at - now) / 1000;
  if (Math.abs(gap) >= 7 * DAY) return moment(at, now);
  if (Math.abs(gap) < MINUTE) return span(gap);
  return say(gap > 0 ? "in" : "ago", span(gap));
}

const clocks = new Set();

class TimeSince extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time");
    if (!this.time) return;
    this.at = new Date(this.time.dateTime);
    this.time.title = this.at.toLocaleString(language === "en" ? "en-GB" : language, {dateStyle: "full", timeStyle: "short"});
    clocks.add(this);
    this.tick();
  }
  disconnectedCallback() { clocks.delete(this); }
  tick(now = new Date()) {
    const form = this.getAttribute("form");
    const text = form === "span" ? span((this.at - now) / 1000) : form === "moment" ? moment(this.at, now) : relative(this.at, now);
    if (this.time.textContent !== text) this.time.textContent = text;
  }
}

class MeText extends HTMLElement {
  connectedCallback() {
    if (me && this.getAttribute("person") === me) this.textContent = this.getAttribute("me");
  }
}

export function defineElements() {
  customElements.define("time-since", TimeSince);
  customElements.define("me-text", MeText);
  setInterval(() => { const now = new Date(); for (const one of clocks) one.tick(now); }, 30000);
}
