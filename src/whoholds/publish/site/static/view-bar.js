// <view-bar>: which knowledge, which level, letters instead of hues, and comparing.
"use strict";

class ViewBar extends HTMLElement {
  toggle = make("button", { type: "button", id: "compare-open" });
  field = /** @type {HTMLInputElement} */ (make("input", { type: "date", id: "versus", "data-say": "compareDate", min: whoholds.isoOf(0), max: whoholds.isoOf(whoholds.data.days - 1) }));
  other = make("button", { type: "button", "data-say": "compareSeries" });
  /** @type {State | undefined} */
  state;

  connectedCallback() {
    const group = (/** @type {string} */ key, /** @type {[string, string][]} */ ...choices) =>
      make("span", { role: "group", "data-label": key }, ...choices.map(([set, say]) => make("button", { type: "button", "data-set": set, "data-say": say })));
    this.append(group("series", ["series=now", "now"], ["series=then", "then"]));
    const levels = whoholds.data.levels.map((level) => /** @type {[string, string]} */ ([`level=${level}`, `level:${level}`]));
    if (levels.length) this.append(group("level", ["level=units", `level:${whoholds.data.level}`], ...levels));
    this.append(make("button", { type: "button", "data-set": "grey=true", "data-say": "letters" }));
    this.toggle.onclick = () => this.compare();
    this.field.onchange = () => this.field.value && ask(this, { vs: this.field.value });
    this.other.onclick = () => ask(this, { vs: this.state?.series === "now" ? "then" : "now" });
    this.append(this.toggle, this.field, this.other);
  }

  /** @param {State} state */
  show(state) {
    this.state = state;
    this.toggle.textContent = words.say(state.vs ? "compareEnd" : "compare");
    this.field.hidden = this.other.hidden = !state.vs;
    this.field.value = whoholds.isoOf(whoholds.versus(state)?.on ?? 0);
    for (const group of this.querySelectorAll("[data-label]")) group.setAttribute("aria-label", words.say(/** @type {HTMLElement} */ (group).dataset.label || ""));
  }

  /** Begin with the day a month before, or end. */
  compare() {
    const state = /** @type {State} */ (this.state);
    ask(this, state.vs ? { vs: "" } : { vs: whoholds.isoOf(Math.max(0, state.on - 30)), view: "map", focus: "versus" });
  }
}
customElements.define("view-bar", ViewBar);
