// <control-map>: the units on Leaflet's SVG, one tab stop, arrows go to the neighbour. Asks with "go" events.
"use strict";

/**
 * @typedef {{unit: string, on: number, series: string, vs: string, view: string, level: string, grey: boolean,
 *   filter: string[]}} State
 */

class ControlMap extends HTMLElement {
  /** @type {any} Leaflet's map, once there is a size to draw in */
  map;
  /** @type {any[]} */
  layers = [];
  /** @type {any[]} */
  parents = [];
  /** @type {number[]} Look of each drawn unit */
  shown = [];
  level = "";
  focused = 0;
  follows = false;
  moved = false;
  grey = false;
  language = "";
  lettered = "";
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
    this.map = L.map(box, { zoomSnap: 0.25, zoomControl: false, attributionControl: false, keyboard: false, minZoom: 2 });
    this.draw();
    this.buttons();
    this.bounds = L.featureGroup(this.layers).getBounds();
    this.map.fitBounds(this.bounds, { padding: [12, 12], animate: false });
    this.append(this.caption);
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
    const { base, shapes, outlines, units, parents } = whoholds.data;
    const plain = (/** @type {string} */ pane, /** @type {number} */ z) => {
      this.map.createPane(pane).style.zIndex = String(z);
      return L.svg({ pane, padding: 0.5 });
    };
    const below = plain("below", 350);
    const above = plain("above", 450);
    this.map.getPane("above").style.pointerEvents = "none";
    for (const { kind, name, shape } of base) {
      const points = whoholds.decode(shape);
      const common = { interactive: false, className: `base ${kind}`, renderer: kind === "land" ? below : above, pane: kind === "land" ? "below" : "above" };
      if (kind === "town") this.town(points[0][0][0], name);
      else if (kind === "river") L.polyline(points.flat(), { ...common, fill: false }).addTo(this.map);
      else L.polygon(points, common).addTo(this.map);
    }
    const renderer = L.svg({ padding: 0.5 });
    this.layers = units.map((unit, k) => this.area(shapes[k], renderer, unit.id, () => ask(this, { unit: unit.id })));
    this.parents = parents.map((parent, k) =>
      outlines[k] ? this.area(outlines[k], renderer, parent.id, () => ask(this, { unit: parent.id })).remove() : null);
    outlines.forEach((shape) => {
      if (shape) L.polygon(whoholds.decode(shape), { interactive: false, fill: false, className: "outline", renderer: above, pane: "above" }).addTo(this.map);
    });
  }

  /** @param {string} shape @param {any} renderer @param {string} id @param {() => void} choose */
  area(shape, renderer, id, choose) {
    const points = whoholds.decode(shape);
    const single = points.length === 1 && points[0].length === 1 && points[0][0].length === 1;
    const layer = single
      ? L.circleMarker(points[0][0][0], { radius: 7, renderer, className: "unit" })
      : L.polygon(points, { renderer, className: "unit", smoothFactor: 0.6 });
    layer.addTo(this.map).on("click", choose);
    layer.bindTooltip(() => this.tip(id), { sticky: true, className: "tip", opacity: 1 });
    return layer;
  }

  /** @param {[number, number]} at @param {string} name */
  town(at, name) {
    const label = document.createElement("span");
    label.dir = "auto";
    label.textContent = name;
    L.marker(at, { interactive: false, keyboard: false, icon: L.divIcon({ className: "town", html: label, iconSize: [0, 0] }) }).addTo(this.map);
  }

  /** @param {string} id */
  tip(id) {
    const tip = document.createElement("span");
    const name = document.createElement("bdi");
    const k = this.items().findIndex((item) => item.id === id);
    name.textContent = this.items()[k]?.name || id;
    tip.append(name, `: ${paint.label(this.shown[k], true)}`);
    return tip;
  }

  items() {
    return this.level === "parents" ? whoholds.data.parents : whoholds.data.units;
  }

  current() {
    return this.level === "parents" ? this.parents : this.layers;
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
    if (!this.map) this.begin();
    const other = "versus" in this.dataset ? whoholds.versus(state) : null;
    if (other) state = { ...state, ...other };
    this.caption.hidden = !state.vs;
    this.caption.textContent = `${words.date(whoholds.isoOf(state.on))}, ${words.say(state.series)}`;
    const level = state.level === "parents" && this.parents.length ? "parents" : "units";
    const fresh = level !== this.level || paint.grey !== this.grey || words.language !== this.language;
    if (level !== this.level) {
      for (const layer of this.current()) layer?.remove();
      this.level = level;
      for (const layer of this.current()) layer?.addTo(this.map);
    }
    this.grey = paint.grey;
    this.language = words.language;
    this.setAttribute("aria-label", `${words.say("map")}: ${words.date(whoholds.isoOf(state.on))}`);
    this.current().forEach((layer, k) => layer && this.paint(layer, k, state, fresh));
    this.select(state.unit);
    this.letters(fresh);
  }

  /** @param {any} layer @param {number} k @param {State} state @param {boolean} fresh */
  paint(layer, k, state, fresh) {
    const parent = this.level === "parents";
    const look = parent ? whoholds.parentLook(k, state.on, state.series) : whoholds.lookAt(k, state.on, state.series);
    const age = parent ? 0 : whoholds.age(k, state.on, state.series);
    const stale = age > whoholds.data.fresh && whoholds.data.looks[look].state !== "unknown";
    const { state: name, holder } = whoholds.data.looks[look];
    const hidden = state.filter.length > 0 && !state.filter.includes(`${name}:${holder}`);
    const sign = look * 4 + (stale ? 2 : 0) + (hidden ? 1 : 0);
    if (!fresh && layer.sign === sign) return;
    layer.sign = sign;
    this.shown[k] = look;
    const path = layer.getElement();
    const item = this.items()[k];
    path.setAttribute("fill", paint.fill(look));
    path.setAttribute("fill-opacity", "1");
    path.dataset.unit = item.id;
    path.dataset.state = name;
    path.dataset.holder = holder;
    path.classList.toggle("stale", stale);
    path.classList.toggle("muted", hidden);
    path.setAttribute("role", "button");
    path.setAttribute("tabindex", k === this.focused ? "0" : "-1");
    path.setAttribute("aria-label", `${item.name}: ${paint.label(look, true)}`);
  }

  /** @param {string} id */
  select(id) {
    this.querySelector("path.selected")?.classList.remove("selected");
    const k = this.items().findIndex((item) => item.id === id);
    const path = this.current()[k]?.getElement();
    if (!path) return;
    path.classList.add("selected");
    path.parentNode.append(path);
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
    if (!paint.grey) {
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
    const layer = this.current()[this.items().findIndex((item) => item.id === id)];
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
    this.reveal(this.items()[best].id);
  }
}
customElements.define("control-map", ControlMap);
