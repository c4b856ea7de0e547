// The edition that this page shows: decoding, and questions about units and days. No drawing here.
"use strict";

/**
 * @typedef {{id: string, name: string, hue: string, grey: string, letter: string}} Actor  ``grey`` stands in for the hue where letters tell the holder
 * @typedef {{state: string, holder: string, between: string[]}} Look
 * @typedef {{id: string, name: string, parent: number, code: string, index: number, also: string[], silent?: number, initial?: string}} Unit
 *   ``silent``: there is nothing to read of it, and no file; ``initial``: who has it on the first day by the publisher's own file
 * @typedef {{id: string, name: string, parent: number, level: string, seat: number, index: number, units: number[]}} Parent
 *   ``parent`` is a place in ``parents``; ``index`` one in the runs of a series: all units, then all parents
 * @typedef {number[]} Runs  first day and value of each run: day, value, day, value, ...
 * @typedef {{looks: Runs[], newest: Runs[]}} Series
 * @typedef {{kind: string, name: string, shape: string, unit: number}} Base  ``unit``: that which a town lies in, or -1
 * @typedef {{id: string, title: string, level: string, country: string, version: string, known: string, first: string,
 *   days: number, nothing: string, synthetic: boolean, licence: string, credits: string[], boundaryNote: string, fresh: number,
 *   rollup: string, rolled: string, recorded: string, content: string, url: string, marks: [number, string][],
 *   actors: Actor[], looks: Look[], units: Unit[], parents: Parent[], grid: {west: number, south: number, step: number},
 *   shapes: string[], outlines: string[], base: Base[], series: Record<string, Series>, levels: string[], archive: string, report: string,
 *   files: string[], feeds: {map: string, parents: Record<string, string>, actors: Record<string, string>} | null}} EditionData
 * @typedef {{id: string, quote: string, sentence: string, outlet: string, speaker: string[], published: string,
 *   start: string, end: string, day: string, until: string, url: string, title: string, says: string, actor: string,
 *   relation: string, modality: string, polarity: string, story: string, side: string, scope: string, verdict: string, reason: string,
 *   language: string, moved: Record<string, [number, number, number][]>}} Claim
 * @typedef {{claims: Claim[], p: Record<string, number[][]>}} Evidence
 */

var whoholds = (() => {
  /** @type {EditionData} */
  let data;
  /** @type {Map<number, Evidence>} */
  const loaded = new Map();
  /** @type {Map<number, Promise<Evidence>>} */
  const asking = new Map();
  const DAY = 86400000;
  /** Day of the newest evidence where there is none; other negative days are before the map's first. */
  const NEVER = -99999;

  /** Called by data.js. @param {EditionData} given */
  function edition(given) {
    data = given;
    data.units.forEach((unit, k) => (unit.index = k));
    data.parents.forEach((parent, k) => (parent.index = data.units.length + k));
  }

  /** Units, or the parents of a level. @param {string} level @returns {(Unit | Parent)[]} */
  const items = (level) => (level === "units" ? data.units : data.parents.filter((parent) => parent.level === level));

  /** A unit or parent by its id. @param {string} id @returns {Unit | Parent | undefined} */
  const item = (id) => data.units.find((u) => u.id === id) || data.parents.find((p) => p.id === id);

  /** Nearest parent of a unit or parent. @param {Unit | Parent} of @returns {Parent | undefined} */
  const parentOf = (of) => data.parents[of.parent];

  /** Looks of all items of a level on a day. @param {string} level @param {number} day @param {string} series */
  const looksOn = (level, day, series) => items(level).map(({ index }) => lookAt(index, day, series));

  /** What *unknown* means of some items: no report of them, none of their capital, no majority of their parts, or some of each. @param {(Unit | Parent)[]} of */
  function silence(of) {
    if (!("units" in of[0])) return { seat: "noEither", majority: "noMajority" }[data.rolled] || "unknown";
    const kinds = new Set(of.map((area) => ("seat" in area && area.seat >= 0 && data.rollup === "seat" ? "noCapital" : "noMajority")));
    return kinds.size > 1 ? "noEither" : [...kinds][0];
  }

  /** Called by a file of evidence/. @param {number} unit @param {Evidence} found */
  function evidence(unit, found) {
    loaded.set(unit, found);
  }

  /** Evidence of a unit; its file is read at the first call. @param {number} unit @returns {Promise<Evidence>} */
  function evidenceOf(unit) {
    const here = data.units[unit].silent ? { claims: [], p: {} } : loaded.get(unit);
    if (here) return Promise.resolve(here);
    const found = asking.get(unit) || read(`evidence/${unit}.js`).then(() => /** @type {Evidence} */ (loaded.get(unit)));
    asking.set(unit, found);
    return found;
  }

  /** Value of the run that holds the day. @param {Runs} runs @param {number} day */
  function valueAt(runs, day) {
    let low = 0;
    let high = runs.length / 2 - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (runs[middle * 2] <= day) low = middle;
      else high = middle - 1;
    }
    return runs[low * 2 + 1];
  }

  /** Index of the look of a unit or parent. @param {number} unit @param {number} day @param {string} series */
  const lookAt = (unit, day, series) => valueAt(data.series[series].looks[unit], day);

  /** Day on which the newest evidence used was published, or null. @param {number} unit @param {number} day @param {string} series */
  function newestAt(unit, day, series) {
    const newest = valueAt(data.series[series].newest[unit], day);
    return newest === NEVER ? null : newest;
  }

  /** Whether the newest evidence is too old for a firm outline. @param {number} unit @param {number} day @param {string} series */
  function stale(unit, day, series) {
    const newest = newestAt(unit, day, series);
    return newest !== null && day - newest > data.fresh;
  }

  /** What a look counts as in legend and filter, whoever contests with whom. @param {number} look */
  const keyOf = (look) => `${data.looks[look].state}:${data.looks[look].holder}`;

  /** Whether two looks differ in state or holder; between whom a place is fought over may shift within one state. @param {number} a @param {number} b */
  const differ = (a, b) => keyOf(a) !== keyOf(b);

  /** Days on which a unit changed its state or holder. @param {number} unit @param {string} series */
  function changesOf(unit, series) {
    const runs = data.series[series].looks[unit];
    const days = [];
    for (let k = 2; k < runs.length; k += 2) if (differ(runs[k + 1], runs[k - 1])) days.push(runs[k]);
    return days;
  }

  /** Since when a unit has its state and holder. @param {number} unit @param {number} day @param {string} series */
  function since(unit, day, series) {
    return changesOf(unit, series).filter((d) => d <= day).pop() || 0;
  }

  /** How many units changed on each day. @param {string} series */
  function changesPerDay(series) {
    const count = new Array(data.days).fill(0);
    for (const unit of data.units) for (const day of changesOf(unit.index, series)) count[day]++;
    return count;
  }

  /** ISO date of a day. @param {number} day */
  const isoOf = (day) => new Date(Date.parse(data.first) + day * DAY).toISOString().slice(0, 10);

  /** Day of an ISO date, held within the edition. @param {string} iso */
  function dayOf(iso) {
    const day = Math.round((Date.parse(iso) - Date.parse(data.first)) / DAY);
    return Number.isNaN(day) ? data.days - 1 : Math.max(0, Math.min(data.days - 1, day));
  }

  /** What a state is compared with, if anything: a date, or the other series. @param {State} state */
  function versus(state) {
    if (!state.vs) return null;
    if (state.vs === "now" || state.vs === "then") return { on: state.on, series: state.vs };
    return { on: dayOf(state.vs), series: state.series };
  }

  /** @type {[number, string, string, number][] | undefined} Nothing yet, or all; a page in one file has them from the start */
  let quoted;
  /** @type {Promise<[number, string, string, number][]> | undefined} */
  let asked;

  /** Every quote with its unit, outlet and day; their file is read at the first call. */
  function quotes() {
    asked ||= quoted ? Promise.resolve(quoted) : read("quotes.js").then(() => quoted || [], () => []);
    return asked;
  }

  /** @param {string} file @returns {Promise<void>} */
  function read(file) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = file;
      script.onload = () => resolve();
      script.onerror = () => reject(new Error(file));
      document.head.append(script);
    });
  }

  /** Rings of an encoded shape as [latitude, longitude]: polygons of rings. @param {string} text @returns {[number, number][][][]} */
  function decode(text) {
    return text.split(";").map((polygon) => polygon.split(",").map(ring));
  }

  /** @param {string} text @returns {[number, number][]} */
  function ring(text) {
    const { west, south, step } = data.grid;
    /** @type {[number, number][]} */
    const points = [];
    let at = 0;
    const now = [0, 0];
    while (at < text.length) {
      for (const axis of [0, 1]) {
        let shift = 0;
        let bits = 0;
        let chunk;
        do {
          chunk = text.charCodeAt(at++) - 63;
          bits |= (chunk & 31) << shift;
          shift += 5;
        } while (chunk >= 32);
        now[axis] += bits & 1 ? ~(bits >> 1) : bits >> 1;
      }
      points.push([south + now[1] * step, west + now[0] * step]);
    }
    return points;
  }

  /** Actor by id. @param {string} id */
  const actor = (id) => data.actors.find((a) => a.id === id);

  return {
    edition, evidence, evidenceOf, silence, lookAt, stale, newestAt, keyOf, differ, changesOf, since, changesPerDay, isoOf, dayOf, items, item, parentOf, looksOn,
    decode, actor, valueAt, versus, quotes,
    /** Called by quotes.js. @param {[number, string, string, number][]} given */
    quoted(given) {
      quoted = given;
    },
    get data() {
      return data;
    },
  };
})();
