// <control-map>: the units on Leaflet's SVG, one tab stop, arrows go to the neighbour. Asks with "go" events.
"use strict";

/**
 * @typedef {{unit: string, on: number, series: string, vs: string, view: string, level: string, grey: boolean,
 *   filter: string[]}} State
 */

class ControlMap extends HTMLElement {
  /** @type {any} Leaflet's map, once there is a size to draw in */
  map;
  /** @type {Map<string, any[]>} What is drawn of each level, in the order of its items */
  layers = new Map();
  /** @type {(Unit | Parent)[]} */
  items = [];
  /** @type {any} Where areas are drawn, and what lies above and below them */
  renderer;
  /** @type {any} */
  above;
  /** @type {any} */
  below;
  /** @type {any[]} A light and a dark line around the chosen unit */
  ring = [];
  names = new MapNames();
  /** @type {number[]} Look of each drawn unit */
  shown = [];
  level = "";
  focused = 0;
  follows = false;
  moved = false;
  /** How it is painted: hues or greys, letters, language */
  manner = "";
  lettered = "";
  /** @type {any} The layer of the chosen unit */
  chosen;
  /** @type {any} */
  signs;
  /** @type {any} */
  bounds;
  caption = make("p", { class: "caption" });

  /** Draw for the first time; Leaflet needs a size. */
  begin() {
    this.role = "group";
    const box = make("div", { class: "canvas" });
    this.append(box);
    const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(box, { zoomSnap: 0.25, zoomControl: false, attributionControl: false, keyboard: false, minZoom: 2,
      zoomAnimation: moves, fadeAnimation: moves, markerZoomAnimation: moves, inertia: moves });
    this.draw();
    this.buttons();
    this.bounds = L.featureGroup(this.layers.get("units")).getBounds();
    // A single town has no size to fit: show what is around it.
    if (this.bounds.getNorthEast().equals(this.bounds.getSouthWest())) this.bounds = this.bounds.getCenter().toBounds(40000);
    this.map.fitBounds(this.bounds, { padding: [12, 12], animate: false });
    this.append(this.caption);
    const thin = () => this.names.thin(this.map, this.map.getBoundsZoom(this.bounds));
    this.map.on("zoomend", thin);
    thin();
    this.map.on("dragstart", () => (this.moved = true));
    this.map.on("move", () => this.lead());
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
    new ResizeObserver(() => this.offsetWidth && this.resize()).observe(this);
    this.addEventListener("keydown", (event) => this.key(event));
  }

  /** Fit again after a change of size, unless the reader chose a view. */
  resize() {
    this.map.invalidateSize({ pan: false });
    if (!this.moved) this.map.fitBounds(this.bounds, { padding: [12, 12], animate: false });
  }

  /** The other map of a comparison follows this one. */
  lead() {
    if (this.follows || !document.body.classList.contains("comparing")) return;
    for (const other of /** @type {NodeListOf<ControlMap>} */ (document.querySelectorAll("control-map")))
      if (other !== this && other.map && other.offsetWidth) {
        other.follows = true;
        other.map.setView(this.map.getCenter(), this.map.getZoom(), { animate: false });
        other.follows = false;
      }
  }

  /** Lay down base features, units, outlines. */
  draw() {
    const { base, shapes, outlines, parents } = whoholds.data;
    const plain = (/** @type {string} */ pane, /** @type {number} */ z) => {
      this.map.createPane(pane).style.zIndex = String(z);
      return L.svg({ pane, padding: 0.5 });
    };
    this.below = plain("below", 350);
    this.above = plain("above", 450);
    this.map.getPane("above").style.pointerEvents = "none";
    this.renderer = L.svg({ padding: 0.5 });
    for (const { kind, name, shape } of base) {
      const points = whoholds.decode(shape);
      const common = { interactive: false, className: `base ${kind}`, renderer: kind === "land" ? this.below : this.above, pane: kind === "land" ? "below" : "above" };
      if (kind === "town" || kind === "name") this.names.add(this.map, points[0][0][0], name, kind);
      else if (kind === "river") L.polyline(points.flat(), { ...common, fill: false }).addTo(this.map);
      else L.polygon(points, common).addTo(this.map);
    }
    this.lay("units", shapes);
    this.level = "units";
    this.items = whoholds.data.units;
    outlines.forEach((shape, k) => {
      if (shape) L.polygon(whoholds.decode(shape), { interactive: false, fill: false, className: `outline of-${parents[k].level}`, renderer: this.above, pane: "above" }).addTo(this.map);
    });
  }

  /** Draw the items of a level. @param {string} level @param {string[]} shapes */
  lay(level, shapes) {
    this.layers.set(level, whoholds.items(level).map(({ id }, k) => (shapes[k] ? this.area(shapes[k], id) : null)));
  }

  /** @param {string} shape @param {string} id */
  area(shape, id) {
    const points = whoholds.decode(shape);
    const single = points.length === 1 && points[0].length === 1 && points[0][0].length === 1;
    const layer = single
      ? L.circleMarker(points[0][0][0], { radius: 7, renderer: this.renderer, className: "unit" })
      : L.polygon(points, { renderer: this.renderer, className: "unit", smoothFactor: 0.6 });
    // Leaflet makes a new element whenever a layer is added.
    layer.on("add", () => {
      const path = layer.getElement();
      path.dataset.unit = id;
      path.setAttribute("role", "button");
      path.setAttribute("tabindex", "-1");
    });
    layer.addTo(this.map).on("click", () => ask(this, { unit: id }));
    layer.bindTooltip(() => this.tip(id), { sticky: true, className: "tip", opacity: 1 });
    return layer;
  }

  /** @param {string} id */
  tip(id) {
    const k = this.items.findIndex((item) => item.id === id);
    return make("span", {}, make("bdi", {}, this.items[k].name), `: ${paint.label(this.shown[k], [this.items[k]], true)}`);
  }

  current() {
    return this.layers.get(this.level) || [];
  }

  buttons() {
    const bar = document.createElement("div");
    bar.className = "zoom";
    for (const [sign, key, act] of /** @type {[string, string, () => void][]} */ ([
      ["+", "zoomIn", () => (this.moved = true) && this.map.zoomIn(1)],
      ["−", "zoomOut", () => (this.moved = true) && this.map.zoomOut(1)],
      ["⤢", "whole", () => this.map.fitBounds(this.bounds, { padding: [12, 12] })],
    ])) {
      const button = make("button", { type: "button", "data-say": key }, sign);
      button.onclick = act;
      bar.append(button);
    }
    this.append(bar);
  }

  /** Show a state; touches only what changed. @param {State} state */
  show(state) {
    if (!this.offsetWidth) return;
    const first = !this.map;
    if (first) this.begin();
    const other = "versus" in this.dataset ? whoholds.versus(state) : null;
    if (other) state = { ...state, ...other };
    this.caption.hidden = !state.vs;
    this.caption.textContent = words.list(words.date(whoholds.isoOf(state.on)), words.say(state.series));
    const manner = [paint.grey, paint.lettered, words.language].join();
    const fresh = first || state.level !== this.level || manner !== this.manner;
    if (state.level !== this.level) this.change(state.level);
    this.manner = manner;
    this.classList.toggle("lettered", paint.lettered);
    this.setAttribute("aria-label", `${words.say("map")}: ${words.date(whoholds.isoOf(state.on))}`);
    const layers = this.current();
    const looks = whoholds.looksOn(state.level, state.on, state.series);
    looks.forEach((look, k) => layers[k] && this.paint(layers[k], k, look, state, fresh));
    this.select(state.unit);
    this.letters(fresh);
  }

  /** Show another level. @param {string} level */
  change(level) {
    for (const layer of this.current()) layer?.remove();
    this.level = level;
    this.items = whoholds.items(level);
    this.focused = 0;
    const { parents, outlines } = whoholds.data;
    if (!this.layers.has(level)) return this.lay(level, outlines.filter((_, k) => parents[k].level === level));
    for (const layer of this.current()) layer?.addTo(this.map);
  }

  /** @param {any} layer @param {number} k @param {number} look @param {State} state @param {boolean} fresh */
  paint(layer, k, look, state, fresh) {
    const item = this.items[k];
    const { state: name, holder } = whoholds.data.looks[look];
    const stale = name !== "unknown" && whoholds.stale(item.index, state.on, state.series);
    const hidden = state.filter.length > 0 && !state.filter.includes(whoholds.keyOf(look));
    const sign = look * 4 + (stale ? 2 : 0) + (hidden ? 1 : 0);
    if (!fresh && layer.sign === sign) return;
    layer.sign = sign;
    this.shown[k] = look;
    const path = layer.getElement();
    path.setAttribute("fill", paint.fill(look));
    const kind = `unit leaflet-interactive${stale ? " stale" : ""}${hidden ? " muted" : ""}`;
    if (path.getAttribute("class") !== kind) path.setAttribute("class", kind);
    path.dataset.state = name;
    path.dataset.holder = holder;
    path.setAttribute("aria-label", `${item.name}: ${paint.label(look, [item], true)}`);
  }

  /** @param {string} id */
  select(id) {
    const k = this.items.findIndex((item) => item.id === id);
    const layer = this.current()[k];
    if (layer && layer === this.chosen) return;
    this.chosen = layer;
    for (const line of this.ring) line.remove();
    this.ring = [];
    if (!layer) return this.rove(this.focused);
    const given = { interactive: false, fill: false, renderer: this.above, pane: "above" };
    for (const className of ["ring light", "ring dark"])
      this.ring.push((layer.getLatLngs ? L.polygon(layer.getLatLngs(), { ...given, className, smoothFactor: 0.6 }) : L.circleMarker(layer.getLatLng(), { ...given, className, radius: 9 })).addTo(this.map));
    this.rove(k);
  }

  /** Move the tab stop. @param {number} k */
  rove(k) {
    this.current()[this.focused]?.getElement()?.setAttribute("tabindex", "-1");
    this.focused = k;
    this.current()[k]?.getElement()?.setAttribute("tabindex", "0");
  }

  /** Letters over the units, for grey and print. @param {boolean} fresh */
  letters(fresh) {
    if (!paint.lettered) {
      this.signs?.remove();
      this.signs = undefined;
      return;
    }
    if (this.signs && !fresh && this.lettered === String(this.shown)) return;
    this.lettered = String(this.shown);
    this.signs?.remove();
    this.signs = L.layerGroup(
      this.current().map((layer, k) => layer && L.marker(layer.getBounds?.().getCenter() || layer.getLatLng(), {
        interactive: false, keyboard: false,
        icon: L.divIcon({ className: "sign", html: paint.letter(this.shown[k]), iconSize: [24, 14] }),
      })).filter(Boolean)).addTo(this.map);
  }

  /** Bring a unit into view. @param {string} id */
  reveal(id) {
    if (!this.map) return;
    const layer = this.current()[this.items.findIndex((item) => item.id === id)];
    if (!layer) return;
    const at = layer.getBounds?.().getCenter() || layer.getLatLng();
    if (!this.map.getBounds().contains(at)) this.map.panTo(at, { animate: false });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const path = /** @type {Element} */ (event.target);
    if (!(path instanceof SVGPathElement)) return;
    if (event.key === "Enter" || event.key === " ") ask(this, { unit: path.dataset.unit, focus: "evidence" });
    else if (/^Arrow/.test(event.key)) this.neighbour(event.key.slice(5));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Focus the nearest unit in a direction. @param {string} direction */
  neighbour(direction) {
    const centre = (/** @type {any} */ layer) => this.map.latLngToLayerPoint(layer.getBounds?.().getCenter() || layer.getLatLng());
    const here = centre(this.current()[this.focused]);
    const axis = direction === "Left" || direction === "Right" ? "x" : "y";
    const sign = direction === "Left" || direction === "Up" ? -1 : 1;
    const other = axis === "x" ? "y" : "x";
    let best = -1;
    let least = Infinity;
    this.current().forEach((layer, k) => {
      if (!layer || k === this.focused) return;
      const there = centre(layer);
      const along = (there[axis] - here[axis]) * sign;
      const across = Math.abs(there[other] - here[other]);
      if (along > 0 && across <= along * 1.5 && along + across * 2 < least) [best, least] = [k, along + across * 2];
    });
    if (best < 0) return;
    this.rove(best);
    this.current()[best].getElement().focus();
    this.reveal(this.items[best].id);
  }
}
customElements.define("control-map", ControlMap);
