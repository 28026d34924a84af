// A form that the server answers with, over the board: sent from here, closed when it is done, kept when refused.
import {post, sentence} from "./net.js";
import {toast} from "./toasts.js";
import {say} from "./words.js";

const dialogOf = text => new DOMParser().parseFromString(text, "text/html").querySelector("dialog");

// Whether the answer is a dialog; `done` hears the answer to its form.
export async function asks(response, done) {
  const dialog = dialogOf(await response.clone().text());
  if (!dialog) return false;
  document.getElementById(dialog.id)?.remove();
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("submit", event => { if (event.target.method === "post") send(event, dialog, done); });
  dialog.showModal();
  (dialog.querySelector("[aria-invalid=true]") ?? dialog.querySelector("form[action] :is(input:not([type=hidden]),textarea,select)"))?.focus();
  return true;
}

async function send(event, dialog, done) {
  event.preventDefault();
  const button = event.submitter;
  if (button) button.disabled = true;
  const response = await post(event.target.getAttribute("action"), new FormData(event.target)).catch(() => null);
  if (button) button.disabled = false;
  if (response?.ok) { dialog.close(); tell(response); return done(response); }
  if (response && await asks(response, done)) return;
  toast(response ? await sentence(response) : say("lost"), {kind: "refusal"});
}

// What the server wants said about it stands in a header.
export function tell(response) {
  const header = response.headers.get("HX-Trigger");
  if (!header) return;
  for (const {text, undo} of JSON.parse(header).toasts ?? []) toast(text, {undo});
}
