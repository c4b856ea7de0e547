// Two words for every element of the page: build one, and ask the page for another state.
"use strict";

/** Build an element; text is always text, never markup. @param {string} name @param {Record<string, string>} attributes @param {(Node | string)[]} inside */
function make(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** Ask the page for another state. @param {Element} from @param {Record<string, unknown>} detail */
function ask(from, detail) {
  from.dispatchEvent(new CustomEvent("go", { detail, bubbles: true }));
}
