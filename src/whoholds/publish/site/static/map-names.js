// Names on the map: of neighbours, and of the towns that have room.
"use strict";

class MapNames {
  /** @type {{marker: any, width: number}[]} Towns, the most important first */
  towns = [];

  /** @param {any} map @param {[number, number]} at @param {string} text @param {string} kind */
  add(map, at, text, kind) {
    const label = make("span", { dir: "auto" }, text);
    const marker = L.marker(at, { interactive: false, keyboard: false, icon: L.divIcon({ className: `label ${kind}`, html: label, iconSize: [0, 0] }) });
    marker.on("add", () => marker.getElement().setAttribute("aria-hidden", "true")).addTo(map);
    if (kind === "town") this.towns.push({ marker, width: 12 + 6 * Math.min(text.length, 24) });
  }

  /** Show the towns that have room: a few on the whole map, more the nearer one looks. @param {any} map @param {number} whole  zoom that shows all */
  thin(map, whole) {
    /** @type {[number, number, number][]} */
    const taken = [];
    const most = 34 * 3 ** (map.getZoom() - whole);
    for (const [k, { marker, width }] of this.towns.entries()) {
      const { x, y } = map.latLngToLayerPoint(marker.getLatLng());
      const free = k < most && taken.every(([left, top, wide]) => x > left + wide || x + width < left || Math.abs(y - top) > 15);
      if (free) taken.push([x, y, width]);
      marker.getElement().style.display = free ? "" : "none";
    }
  }
}
