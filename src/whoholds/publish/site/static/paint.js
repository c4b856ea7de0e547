// How a look is painted: hue for the holder, pattern for the state, letters in grey. Used by map, legend, strip.
"use strict";

var paint = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  let grey = false;
  let printing = false;

  /** @param {string} name @param {Record<string, string | number>} [attributes] @param {Node[]} inside */
  function svg(name, attributes, ...inside) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, String(value));
    made.append(...inside);
    return made;
  }

  /** @param {string} id */
  function hue(id) {
    const actor = whoholds.actor(id);
    if (!actor) return whoholds.data.nothing;
    return grey ? actor.grey : actor.hue;
  }

  /** Hue mixed with three parts of white. @param {string} colour */
  function pale(colour) {
    const parts = [1, 3, 5].map((at) => Math.round(parseInt(colour.slice(at, at + 2), 16) * 0.25 + 255 * 0.75));
    return `rgb(${parts.join(",")})`;
  }

  /** Fill of a look, by index. @param {number} look @param {string} [scope] */
  function fill(look, scope = "p") {
    const { state, holder } = whoholds.data.looks[look];
    if (state === "held") return hue(holder);
    return state === "unknown" || !state ? whoholds.data.nothing : `url(#${scope}-${look})`;
  }

  /** Patterns of every look, once per document. @param {string} [scope] */
  function patterns(scope = "p") {
    const defs = svg("defs");
    whoholds.data.looks.forEach((look, k) => {
      const made = pattern(look, `${scope}-${k}`);
      if (made) defs.append(made);
    });
    return svg("svg", { width: 0, height: 0, "aria-hidden": "true", class: "patterns" }, defs);
  }

  /** @param {Look} look @param {string} id */
  function pattern(look, id) {
    const box = (/** @type {number} */ size, /** @type {string} */ turn) => ({
      id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: turn,
    });
    const [first, second] = look.between.length ? look.between.map(hue) : [whoholds.data.nothing, "#5a5a5a"];
    if (look.state === "unconfirmed")
      return svg("pattern", box(8, "rotate(30)"),
        svg("rect", { width: 8, height: 8, fill: pale(hue(look.holder)) }),
        svg("circle", { cx: 4, cy: 4, r: 2, fill: hue(look.holder) }));
    if (look.state === "contested")
      return svg("pattern", box(12, "rotate(45)"),
        svg("rect", { width: 12, height: 12, fill: first }), svg("rect", { width: 6, height: 12, fill: second }),
        svg("rect", { width: 1, height: 12, fill: "#fff" }), svg("rect", { x: 6, width: 1, height: 12, fill: "#fff" }));
    if (look.state === "disputed")
      return svg("pattern", box(10, "rotate(45)"),
        svg("rect", { width: 10, height: 10, fill: "#fff" }), svg("rect", { width: 2.5, height: 10, fill: first }),
        svg("rect", { width: 10, height: 2.5, fill: second }));
    return null;
  }

  /** Small letters, or brackets in a script that has none. @param {string} letters */
  const small = (letters) => (letters && letters.toLowerCase() === letters ? `(${letters})` : letters.toLowerCase());

  /** Letter of a look for grey and print. @param {number} look */
  function letter(look) {
    const { state, holder, between } = whoholds.data.looks[look];
    const of = (/** @type {string} */ id) => whoholds.actor(id)?.letter || "";
    if (state === "held") return of(holder);
    if (state === "unconfirmed") return small(of(holder));
    if (state === "contested") return between.map(of).join("/") || "/";
    return state === "disputed" ? "?" : "";
  }

  /** @type {Map<string, string>} */
  const told = new Map();

  /** Words of a look of an item, or of the items of a level. @param {number} look @param {(Unit | Parent)[]} of @param {boolean} [long] */
  function label(look, of, long) {
    const { state } = whoholds.data.looks[look];
    const kind = state === "unknown" ? whoholds.silence(of) : state;
    const key = [words.language, look, kind, Boolean(long)].join(" ");
    const text = told.get(key) ?? spell(look, kind, long);
    told.set(key, text);
    return text;
  }

  /** @param {number} look @param {string} kind @param {boolean} [long] */
  function spell(look, kind, long) {
    const { state, holder, between } = whoholds.data.looks[look];
    const name = (/** @type {string | undefined} */ id) => whoholds.actor(id || "")?.name || id || "?";
    if (!state) return words.say("sharesOnly");
    return words.say(long ? `${kind}Long` : kind, {
      holder: name(holder), first: name(between[0]), second: name(between[1]),
    });
  }

  /** A legend swatch. @param {number} look @param {string} [scope] */
  function swatch(look, scope) {
    return svg("svg", { class: "swatch", width: 28, height: 18, "aria-hidden": "true" },
      svg("rect", { x: 0.5, y: 0.5, width: 27, height: 17, fill: fill(look, scope), stroke: "#5a5a5a" }));
  }

  return {
    svg, hue, fill, patterns, letter, label, swatch,
    /** @param {boolean} on */
    set grey(on) {
      grey = on;
    },
    get grey() {
      return grey;
    },
    /** @param {boolean} on */
    set printing(on) {
      printing = on;
    },
    /** Whether letters stand over the places: instead of hues, and on paper. */
    get lettered() {
      return grey || printing;
    },
  };
})();
