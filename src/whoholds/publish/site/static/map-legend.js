// <map-legend>: what the map's marks mean, how many units bear each, and a filter by the same lines.
"use strict";

class MapLegend extends HTMLElement {
  drawn = "";
  /** @type {string[]} */
  filter = [];

  /** @param {State} state */
  show(state) {
    const groups = this.groups();
    const count = new Map([...groups.keys()].map((key) => [key, 0]));
    for (const look of whoholds.looksOn(state.level, state.on, state.series)) {
      count.set(whoholds.keyOf(look), (count.get(whoholds.keyOf(look)) || 0) + 1);
    }
    const sign = [words.language, paint.grey, paint.lettered, state.level].join();
    if (this.drawn !== sign) this.draw(groups, whoholds.items(state.level));
    this.drawn = sign;
    for (const button of this.querySelectorAll("button[data-key]")) {
      const key = /** @type {HTMLElement} */ (button).dataset.key || "";
      button.setAttribute("aria-pressed", String(state.filter.includes(key)));
      /** @type {Element} */ (button.querySelector(".count")).textContent = words.number(count.get(key) || 0);
    }
    this.filter = state.filter;
    /** @type {HTMLElement} */ (this.querySelector(".all")).hidden = !state.filter.length;
  }

  /** First look of each line, in the order of actors and states. @returns {Map<string, number>} */
  groups() {
    const order = ["held", "unconfirmed", "contested", "disputed", "unknown", ""];
    const actors = whoholds.data.actors.map((a) => a.id);
    const rank = (/** @type {Look} */ look) => (look.holder ? actors.indexOf(look.holder) : 99) * 10 + order.indexOf(look.state);
    const sorted = whoholds.data.looks.map((look, k) => ({ look, k })).sort((a, b) => rank(a.look) - rank(b.look));
    /** @type {Map<string, number>} */
    const found = new Map();
    for (const { k } of sorted) if (!found.has(whoholds.keyOf(k))) found.set(whoholds.keyOf(k), k);
    return found;
  }

  /** @param {Map<string, number>} groups @param {(Unit | Parent)[]} items  those that it counts */
  draw(groups, items) {
    /** @type {Map<string, HTMLElement>} One line for each actor, held and unconfirmed; one for each other state */
    const lines = new Map();
    for (const [key, look] of groups) {
      const { state, holder } = whoholds.data.looks[look];
      const line = lines.get(holder || state) || make("li", {});
      const second = state === "unconfirmed" && line.childElementCount > 0;
      const button = make("button", { type: "button", "data-key": key, ...(second ? { class: "second" } : {}) });
      const letter = paint.lettered && (holder || state === "disputed") ? `${paint.letter(look)} ` : "";
      const name = paint.label(look, items);
      const shown = second ? [make("span", { class: "unseen" }, name), make("span", { "aria-hidden": "true" }, letter, words.say("unconfirmedShort"))] : [make("span", { dir: "auto", class: "line" }, letter, name)];
      button.append(paint.swatch(look), ...shown, " ", make("span", { class: "count" }));
      button.onclick = () => this.toggle(key);
      line.append(button);
      lines.set(holder || state, line);
    }
    const stale = make("p", { class: "hint" }, paint.svg("svg", { class: "swatch", width: 28, height: 18, "aria-hidden": "true" },
      paint.svg("rect", { x: 2, y: 2, width: 24, height: 14, class: "stale" })), words.say("stale", { n: words.number(whoholds.data.fresh) }));
    const all = make("button", { type: "button", class: "all" }, words.say("all"));
    all.onclick = () => ask(this, { filter: [] });
    this.replaceChildren(make("h2", {}, words.say("legend")), make("ul", {}, ...lines.values()), stale, all);
  }

  /** @param {string} key */
  toggle(key) {
    const { filter } = this;
    ask(this, { filter: filter.includes(key) ? filter.filter((k) => k !== key) : [...filter, key] });
  }
}
customElements.define("map-legend", MapLegend);
