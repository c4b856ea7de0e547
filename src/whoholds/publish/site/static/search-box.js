// <search-box>: finds places by any of their names, actors, and words in quotes; a combobox.
"use strict";

/** @typedef {{text: string, note: string, go: Record<string, unknown>}} Hit */

class SearchBox extends HTMLElement {
  field = /** @type {HTMLInputElement} */ (make("input", {
    id: "search", type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
    autocomplete: "off", "data-say": "search",
  }));
  list = make("ul", { id: "found", role: "listbox", hidden: "" });
  /** @type {Hit[]} */
  hits = [];
  at = -1;

  connectedCallback() {
    this.append(this.field, this.list);
    this.field.oninput = () => this.find();
    this.field.onfocus = () => whoholds.quotes();
    this.field.onkeydown = (event) => this.key(event);
    this.addEventListener("focusout", () => setTimeout(() => this.contains(document.activeElement) || this.close(), 150));
  }

  /** @param {State} _state */
  show(_state) {
    this.field.placeholder = words.say("search");
    this.list.setAttribute("aria-label", words.say("search"));
  }

  /** Letters without case and accents. @param {string} text */
  fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  async find() {
    const wanted = this.fold(this.field.value.trim());
    if (!wanted) return this.close();
    const { units, parents, actors, base } = whoholds.data;
    const has = (/** @type {string[]} */ names) => names.some((name) => this.fold(name).includes(wanted));
    /** @type {Hit[]} */
    const hits = [
      ...parents.filter((p) => has([p.name, p.id])).map((p) => ({ text: p.name, note: words.say(`level:${p.level}`), go: { unit: p.id, level: p.level, focus: "evidence" } })),
      ...units.filter((u) => has([u.name, u.id, u.code, ...u.also])).map((u) => ({ text: u.name, note: parents[u.parent]?.name || "", go: { unit: u.id, level: "units", focus: "evidence" } })),
      ...base.filter((b) => b.unit >= 0 && b.name !== units[b.unit].name && has([b.name])).map((b) => ({ text: b.name, note: units[b.unit].name, go: { unit: units[b.unit].id, level: "units", focus: "evidence" } })),
      ...actors.filter((a) => has([a.name, a.id])).map((a) => ({ text: a.name, note: words.say("legend"), go: { filter: [`held:${a.id}`, `unconfirmed:${a.id}`] } })),
    ].slice(0, 12);
    const quotes = await whoholds.quotes();
    if (wanted.length > 2)
      for (const [unit, quote, outlet, day] of quotes) {
        if (hits.length > 20) break;
        if (this.fold(quote).includes(wanted)) hits.push({ text: `“${quote}”`, note: words.list(outlet, units[unit].name), go: { unit: units[unit].id, level: "units", on: day, focus: "evidence" } });
      }
    this.offer(hits);
  }

  /** @param {Hit[]} hits */
  offer(hits) {
    this.hits = hits;
    this.at = -1;
    this.list.replaceChildren(...hits.map((hit, k) => {
      const item = make("li", { role: "option", id: `found-${k}`, "aria-selected": "false" }, make("bdi", {}, hit.text), " ", make("small", {}, make("bdi", {}, hit.note)));
      item.onmousedown = (event) => {
        event.preventDefault();
        this.choose(k);
      };
      return item;
    }));
    if (!hits.length) this.list.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, words.say("noMatch")));
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const count = this.hits.length;
    if (event.key === "ArrowDown" && count) this.mark((this.at + 1) % count);
    else if (event.key === "ArrowUp" && count) this.mark((Math.max(this.at, 0) + count - 1) % count);
    else if (event.key === "Enter" && count) this.choose(Math.max(0, this.at));
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  /** @param {number} k */
  mark(k) {
    this.list.children[this.at]?.setAttribute("aria-selected", "false");
    this.at = k;
    this.list.children[k]?.setAttribute("aria-selected", "true");
    this.list.children[k]?.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `found-${k}`);
  }

  /** @param {number} k */
  choose(k) {
    const hit = this.hits[k];
    this.close();
    this.field.value = "";
    if (hit) ask(this, hit.go);
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}
customElements.define("search-box", SearchBox);
