// Talking to the server: the token against forged forms, and refusals as sentences.
import {say} from "./words.js";

export const token = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";

export function post(url, body, options = {}) {
  const headers = {"X-CSRFToken": token(), "HX-Request": "true", ...options.headers};
  return fetch(url, {method: "POST", body, credentials: "same-origin", ...options, headers});
}

// The sentence of a refusal, whether it came as a fragment or as problem+json.
export async function sentence(response) {
  const text = await response.text();
  if ((response.headers.get("content-type") || "").includes("json")) {
    try { return JSON.parse(text).detail || say("failed"); } catch { return say("failed"); }
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = page.querySelector("[data-refusal] span, .error span, h1");
  return found?.textContent.trim() || say("failed");
}

export function carryTokens() {
  document.addEventListener("htmx:configRequest", event => { event.detail.headers["X-CSRFToken"] = token(); });
  document.addEventListener("submit", ({target: form}) => {
    if (form.method !== "post" || form.elements.csrfmiddlewaretoken) return;
    const field = Object.assign(document.createElement("input"), {type: "hidden", name: "csrfmiddlewaretoken", value: token()});
    form.append(field);
  }, true);
}
