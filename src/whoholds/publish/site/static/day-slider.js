// <day-slider>: the day of the map: range, date field, steps, play, and a sparkline of changes per day.
"use strict";

class DaySlider extends HTMLElement {
  /** @type {HTMLInputElement} */
  range = this.input("range", { id: "day", min: 0, max: whoholds.data.days - 1, step: 1 }, "day");
  /** @type {HTMLInputElement} */
  date = this.input("date", { id: "date", min: whoholds.isoOf(0), max: whoholds.isoOf(whoholds.data.days - 1) }, "date");
  player = this.button("▶", "play", () => this.play());
  spark = make("div", { class: "spark" });
  on = 0;
  drawn = "";
  /** @type {ReturnType<typeof setInterval> | undefined} */
  timer;

  connectedCallback() {
    const last = whoholds.data.days - 1;
    this.range.oninput = () => ask(this, { on: Number(this.range.value) });
    this.range.addEventListener("keydown", (event) => event.stopPropagation());
    this.date.onchange = () => this.date.value && ask(this, { on: whoholds.dayOf(this.date.value) });
    const steps = make("div", { class: "steps" });
    steps.append(
      this.button("⏮", "first", () => ask(this, { on: 0 })), this.button("◀", "back", () => this.step(-1)), this.player,
      this.button("▶︎|", "on", () => this.step(1)), this.button("⏭", "last", () => ask(this, { on: last })), this.date);
    this.replaceChildren(steps, make("div", { class: "track" }, this.spark, this.range));
  }

  /** @param {string} type @param {Record<string, string | number>} attributes @param {string} key */
  input(type, attributes, key) {
    const made = document.createElement("input");
    made.type = type;
    made.dataset.say = key;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    return made;
  }

  /** @param {string} sign @param {string} key @param {() => void} act */
  button(sign, key, act) {
    const made = make("button", { type: "button", "data-say": key }, sign);
    made.onclick = act;
    return made;
  }

  /** @param {State} state */
  show(state) {
    this.on = state.on;
    this.range.value = String(state.on);
    this.range.setAttribute("aria-valuetext", words.date(whoholds.isoOf(state.on)));
    this.date.value = whoholds.isoOf(state.on);
    if (this.drawn !== state.series + words.language) this.sparkline(state.series);
    this.drawn = state.series + words.language;
  }

  /** Changes per day as bars, marks of a change of method as rules. @param {string} series */
  sparkline(series) {
    const count = whoholds.changesPerDay(series);
    const bins = Math.min(count.length, 366);
    const size = count.length / bins;
    const bars = Array.from({ length: bins }, (_, k) =>
      count.slice(Math.floor(k * size), Math.floor((k + 1) * size)).reduce((a, b) => a + b, 0));
    // Logarithmic: a day on which a country falls must not hide the days on which one district does.
    const high = (/** @type {number} */ n) => (Math.log1p(n) / Math.log1p(Math.max(1, ...bars))) * 23;
    const path = bars.map((n, k) => (n ? `M${k + 0.5} 24V${24 - Math.max(2, high(n))}` : "")).join("");
    const box = paint.svg("svg", { viewBox: `0 0 ${bins} 24`, preserveAspectRatio: "none", role: "img", "aria-label": words.say("perDay") },
      Object.assign(paint.svg("title"), { textContent: words.say("perDay") }),
      paint.svg("path", { d: path, class: "bars", "vector-effect": "non-scaling-stroke" }));
    for (const [day, text] of whoholds.data.marks) {
      const rule = paint.svg("path", { d: `M${day / size + 0.5} 0V24`, class: "mark", "vector-effect": "non-scaling-stroke" });
      rule.append(Object.assign(paint.svg("title"), { textContent: words.say("changeMark", { text }) }));
      box.append(rule);
    }
    this.spark.replaceChildren(box);
  }

  /** @param {number} days */
  step(days) {
    ask(this, { on: Math.max(0, Math.min(whoholds.data.days - 1, this.on + days)) });
  }

  /** Start or stop playing; one day at a time, a second for each where motion is not wanted. */
  play() {
    const stop = this.timer !== undefined;
    clearInterval(this.timer);
    this.timer = undefined;
    if (!stop) {
      const slow = matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (this.on === whoholds.data.days - 1) ask(this, { on: 0 });
      this.timer = setInterval(() => (this.on === whoholds.data.days - 1 ? this.play() : this.step(1)), slow ? 1000 : 150);
    }
    this.player.textContent = stop ? "▶" : "⏸";
    const word = stop ? "play" : "pause";
    this.player.dataset.say = word;
    this.player.setAttribute("aria-label", words.say(word));
    ask(this, { playing: !stop });
  }
}
customElements.define("day-slider", DaySlider);
