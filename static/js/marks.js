// What the reader gave and keeps, laid over fragments that know no reader; `data-marks` says it where the server knew.
const marks = new Map();

const all = (node, selector) => [...(node.matches(selector) ? [node] : []), ...node.querySelectorAll(selector)];

function learn(node) {
  for (const one of all(node, "[data-marks]")) marks.set(one.dataset.for ?? one.id, one.dataset.marks.split(" "));
}

function lay(node) {
  for (const button of all(node, "[data-mark]")) {
    const id = button.closest("[data-for]")?.dataset.for;
    button.setAttribute("aria-pressed", String(marks.get(id)?.includes(button.dataset.mark) ?? false));
  }
}

// One's own post comes back from the form and over the socket: the second replaces the first.
function once(node) {
  if (!node.id || !node.isConnected || !node.matches("[data-post], [data-comment]")) return;
  node.parentElement.querySelector(":scope > [data-live-empty]")?.remove();
  for (const twin of document.querySelectorAll(`#${CSS.escape(node.id)}`)) if (twin !== node) twin.remove();
}

function take(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  learn(node);
  once(node);
  lay(node);
}

// A press shows at once; the socket may bring the new number before the answer, which then finds no place to go.
function press(form) {
  const mark = form.querySelector?.("[data-mark]")?.dataset.mark, holder = form.closest?.("[data-for]");
  if (!mark || !holder) return;
  const given = marks.get(holder.dataset.for) ?? [];
  marks.set(holder.dataset.for, given.includes(mark) ? given.filter(one => one !== mark) : [...given, mark]);
  lay(holder);
}

document.addEventListener("submit", ({target}) => press(target));
document.addEventListener("htmx:afterRequest", ({detail}) => { if (!detail.successful) press(detail.elt); });
new MutationObserver(changes => {
  for (const {addedNodes} of changes) addedNodes.forEach(take);
}).observe(document.getElementById("main"), {childList: true, subtree: true});
learn(document.body);
lay(document.body);
