// <map-legend>: what the map's marks mean, how many units bear each, and a filter by the same lines.
"use strict";

class MapLegend extends HTMLElement {
  drawn = "";
  /** @type {string[]} */
  filter = [];

  /** @param {State} state */
  show(state) {
    const { looks } = whoholds.data;
    const groups = this.groups();
    const count = new Map([...groups.keys()].map((key) => [key, 0]));
    const parents = state.level === "parents";
    (parents ? whoholds.data.parents : whoholds.data.units).forEach((_, k) => {
      const look = looks[parents ? whoholds.parentLook(k, state.on, state.series) : whoholds.lookAt(k, state.on, state.series)];
      const key = `${look.state}:${look.holder}`;
      count.set(key, (count.get(key) || 0) + 1);
    });
    if (this.drawn !== words.language + paint.grey) this.draw(groups);
    this.drawn = words.language + paint.grey;
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
    for (const { look, k } of sorted) {
      const key = `${look.state}:${look.holder}`;
      if (!found.has(key)) found.set(key, k);
    }
    return found;
  }

  /** @param {Map<string, number>} groups */
  draw(groups) {
    const title = document.createElement("h2");
    title.textContent = words.say("legend");
    const list = document.createElement("ul");
    for (const [key, look] of groups) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.key = key;
      const name = document.createElement("span");
      name.dir = "auto";
      const letter = paint.grey && whoholds.data.looks[look].holder ? `${paint.letter(look)} ` : "";
      name.textContent = letter + (whoholds.data.looks[look].holder ? paint.label(look) : words.say(whoholds.data.looks[look].state || "sharesOnly"));
      const count = document.createElement("span");
      count.className = "count";
      button.append(paint.swatch(look), name, count);
      button.onclick = () => this.toggle(key);
      const item = document.createElement("li");
      item.append(button);
      list.append(item);
    }
    const stale = document.createElement("p");
    stale.className = "hint";
    stale.append(paint.svg("svg", { class: "swatch", width: 28, height: 18, "aria-hidden": "true" },
      paint.svg("rect", { x: 2, y: 2, width: 24, height: 14, class: "stale" })), words.say("stale", { n: words.number(whoholds.data.fresh) }));
    const all = document.createElement("button");
    all.type = "button";
    all.className = "all";
    all.textContent = words.say("all");
    all.onclick = () => ask(this, { filter: [] });
    this.replaceChildren(title, list, stale, all);
  }

  /** @param {string} key */
  toggle(key) {
    const { filter } = this;
    ask(this, { filter: filter.includes(key) ? filter.filter((k) => k !== key) : [...filter, key] });
  }
}
customElements.define("map-legend", MapLegend);
