// The sentences that the server gave us in the reader's language.
const known = JSON.parse(document.body?.dataset.words || "{}");

export function say(key, ...values) {
  let text = known[key] ?? key;
  for (const value of values) text = text.replace("%s", value);
  return text;
}

export const language = document.documentElement.lang || "en";
export const me = document.body?.dataset.me || "";
