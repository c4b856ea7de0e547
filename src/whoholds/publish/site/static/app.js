// The page: its state stands in the address, keys and "go" events change it, every element shows it.
"use strict";

var app = (() => {
  /** @type {State} */
  const state = { unit: "", on: 0, series: "now", vs: "", view: "map", level: "units", grey: false, filter: [] };
  let keys = true;
  let playing = false;
  let frame = 0;

  /** Read the state from the address. */
  function read() {
    const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
    const given = new URLSearchParams(query || "");
    state.unit = decoded(path || "");
    state.on = given.get("on") ? whoholds.dayOf(given.get("on") || "") : whoholds.data.days - 1;
    state.series = given.get("series") === "then" ? "then" : "now";
    state.vs = given.get("vs") || "";
    state.view = ["table", "changes", "method"].includes(given.get("view") || "") ? String(given.get("view")) : "map";
    state.level = whoholds.data.levels.find((level) => level === given.get("level")) || "units";
    state.grey = given.get("grey") === "1";
    state.filter = (given.get("only") || "").split(",").filter(Boolean);
    words.use(given.get("lang") || words.language);
  }

  /** What a part of a link says; a broken one says nothing. @param {string} part */
  function decoded(part) {
    try {
      return decodeURIComponent(part);
    } catch {
      return "";
    }
  }

  /** The address of the state. */
  function address() {
    const given = new URLSearchParams({ on: whoholds.isoOf(state.on), series: state.series });
    if (state.vs) given.set("vs", state.vs);
    if (state.view !== "map") given.set("view", state.view);
    if (state.level !== "units") given.set("level", state.level);
    if (state.grey) given.set("grey", "1");
    if (state.filter.length) given.set("only", state.filter.join(","));
    if (words.language !== "en") given.set("lang", words.language);
    return `#/${encodeURIComponent(state.unit)}?${given}`;
  }

  /** Change the state and show it at the next frame. @param {Record<string, unknown>} detail */
  function go(detail) {
    const { focus, playing: plays, lang, ...change } = detail;
    if (plays !== undefined) playing = Boolean(plays);
    if (lang) words.use(String(lang));
    const unit = state.unit;
    Object.assign(state, change);
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      show();
      if (state.unit !== unit) {
        for (const map of maps()) map.reveal(state.unit);
        if (state.unit) sheet(true);
      }
      history.replaceState(null, "", address());
      if (focus) setTimeout(() => focusOn(String(focus)), 0);
    });
  }

  const maps = () => /** @type {NodeListOf<ControlMap>} */ (document.querySelectorAll("control-map"));

  /** @param {string} id */
  function focusOn(id) {
    const target = document.getElementById(id);
    const inner = id === "evidence" ? target?.querySelector("h2") : target;
    if (inner && !inner.hasAttribute("disabled")) inner.focus();
    else /** @type {HTMLElement | null} */ (document.querySelector("#evidence h2"))?.focus();
  }

  /** Open or close the sheet that phones show the legend and evidence in. @param {boolean} open */
  function sheet(open) {
    document.getElementById("side")?.classList.toggle("open", open);
    document.querySelector(".sheet")?.setAttribute("aria-expanded", String(open));
    if (open && state.unit && matchMedia("(max-width: 760px)").matches) document.getElementById("evidence")?.scrollIntoView();
  }

  function show() {
    if (paint.grey !== state.grey || !document.querySelector("svg.patterns")) {
      paint.grey = state.grey;
      document.querySelector("svg.patterns")?.remove();
      document.body.prepend(paint.patterns());
    }
    document.body.dataset.view = state.view;
    document.body.classList.toggle("comparing", Boolean(state.vs));
    const method = document.getElementById("method");
    if (method) method.hidden = state.view !== "method";
    // Text that scrolls must be reachable by keys; the other views hold buttons.
    if (method?.parentElement) method.parentElement.tabIndex = state.view === "method" ? 0 : -1;
    for (const element of /** @type {NodeListOf<HTMLElement & {show?: (state: State) => void}>} */ (document.querySelectorAll("[data-shows]"))) element.show?.(state);
    labels();
    status();
    document.querySelector("a.whole")?.setAttribute("href", `${location.href.split(/[?#]/)[0]}${address()}`);
  }

  /** Fill every element that names a word. */
  function labels() {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-say]"))) {
      const text = words.say(element.dataset.say || "");
      if (element.matches("input, select, .zoom button, .steps button")) {
        element.setAttribute("aria-label", text);
        element.title = text;
      } else if (element.textContent !== text) element.textContent = text;
    }
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-set]"))) {
      const [key, value] = (element.dataset.set || "").split("=");
      element.setAttribute("aria-pressed", String(String(state[/** @type {keyof State} */ (key)]) === value));
    }
  }

  /** One line on the day for all, spoken by screen readers when playing stops. */
  function status() {
    /** @type {Map<string, [number, number]>} One of the looks that count as the same, and how many items bear them */
    const count = new Map();
    const now = whoholds.looksOn(state.level, state.on, state.series);
    const before = whoholds.looksOn(state.level, Math.max(0, state.on - 1), state.series);
    for (const look of now) {
      const [first, n] = count.get(whoholds.keyOf(look)) || [look, 0];
      count.set(whoholds.keyOf(look), [first, n + 1]);
    }
    const changed = now.filter((look, k) => whoholds.differ(look, before[k])).length;
    const items = whoholds.items(state.level);
    const counts = [...count.values()].sort(([, a], [, b]) => b - a).map(([look, n]) => `${paint.label(look, items)} ${words.number(n)}`);
    const line = document.getElementById("status");
    if (!line) return;
    line.setAttribute("aria-live", playing ? "off" : "polite");
    line.textContent = words.say("status", { date: words.date(whoholds.isoOf(state.on)), counts: words.list(...counts), n: words.number(changed) });
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.altKey || event.metaKey || target.matches("input:not([type=range]), textarea, select")) return;
    // There, keys move the text.
    if (state.view === "method" && target.closest("main")) return;
    const { days } = whoholds.data;
    const unit = whoholds.item(state.unit);
    const to = (/** @type {number} */ day) => go({ on: Math.max(0, Math.min(days - 1, day)) });
    /** @type {Record<string, number>} */
    const steps = { ArrowLeft: event.shiftKey ? -7 : -1, ArrowRight: event.shiftKey ? 7 : 1, PageUp: -30, PageDown: 30 };
    const changes = unit ? whoholds.changesOf(unit.index, state.series) : [];
    if (event.key in steps) to(state.on + steps[event.key]);
    else if (event.key === "Home") to(0);
    else if (event.key === "End") to(days - 1);
    else if (event.key === "Escape") document.querySelector("dialog[open]") || go({ unit: "" });
    else if (!keys || target.matches("button, summary, a") && event.key === " ") return;
    else if (event.key === "[" || event.key === "]") {
      const day = event.key === "[" ? changes.filter((d) => d < state.on).pop() : changes.find((d) => d > state.on);
      if (day !== undefined) to(day);
    } else if (event.key === " ") /** @type {DaySlider | null} */ (document.querySelector("day-slider"))?.play();
    else if (event.key === "/") document.getElementById("search")?.focus();
    else if (event.key === "c") document.getElementById("compare-open")?.click();
    else if (event.key === "?") document.getElementById("help-open")?.click();
    else return;
    event.preventDefault();
  }

  function start() {
    read();
    document.addEventListener("go", (event) => go(/** @type {CustomEvent} */ (event).detail));
    document.addEventListener("keydown", key);
    document.addEventListener("click", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (target.closest(".sheet")) sheet(!document.getElementById("side")?.classList.contains("open"));
      const button = target.closest("[data-set]");
      if (!(button instanceof HTMLElement)) return;
      const [name, value] = (button.dataset.set || "").split("=");
      go({ [name]: name === "grey" ? !state.grey : value });
    });
    window.addEventListener("hashchange", () => {
      read();
      show();
      for (const map of maps()) map.reveal(state.unit);
    });
    for (const [event, on] of /** @type {[string, boolean][]} */ ([["beforeprint", true], ["afterprint", false]]))
      window.addEventListener(event, () => {
        paint.printing = on;
        show();
      });
    document.body.classList.toggle("embedded", new URLSearchParams(location.search).has("embed"));
    show();
    if (state.unit) sheet(true);
    performance.mark("drawn");
    document.documentElement.dataset.ready = "yes";
  }

  return {
    start, go, show, address, state,
    /** Whether single letters are keys. */
    get keys() {
      return keys;
    },
    set keys(on) {
      keys = on;
    },
  };
})();
app.start();
