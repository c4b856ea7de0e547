// <change-list>: which places differ between two dates, or between the two series, with the newest sentence.
"use strict";

/** Lines whose sentence is read at once; the others' are when one comes near them. */
const AT_ONCE = 60;

class ChangeList extends HTMLElement {
  /** @type {IntersectionObserver | undefined} */
  near;

  /** @param {State} state */
  show(state) {
    this.hidden = state.view !== "changes";
    if (this.hidden) return;
    const before = whoholds.versus(state) || { on: Math.max(0, state.on - 7), series: state.series };
    const found = whoholds.items(state.level)
      .map((unit) => ({ unit, from: whoholds.lookAt(unit.index, before.on, before.series), to: whoholds.lookAt(unit.index, state.on, state.series) }))
      .filter(({ from, to }) => whoholds.differ(from, to));
    const title = words.say(before.series === state.series ? "changedBetween" : "changedSeries", {
      n: words.number(found.length), from: words.date(whoholds.isoOf(before.on)), to: words.date(whoholds.isoOf(state.on)),
    });
    const names = ["place", "parent", "from", "to", "date", "newestSentence"].map((key) => make("th", { scope: "col" }, words.say(key)));
    const rows = found.map(({ unit, from, to }) => this.line(unit, from, to, state));
    const quote = (/** @type {number} */ k) => this.quote(found[k].unit, before.on, state, /** @type {HTMLElement} */ (rows[k].lastElementChild));
    rows.slice(0, AT_ONCE).forEach((_, k) => quote(k));
    this.near?.disconnect();
    this.near = new IntersectionObserver((seen) => {
      for (const { target } of seen.filter((one) => one.isIntersecting)) {
        this.near?.unobserve(target);
        quote(rows.indexOf(/** @type {HTMLElement} */ (target)));
      }
    }, { rootMargin: "600px" });
    for (const row of rows.slice(AT_ONCE)) this.near.observe(row);
    this.replaceChildren(this.choose(state, before), make("table", {}, make("caption", {}, title),
      make("thead", {}, make("tr", {}, ...names)), make("tbody", {}, ...rows)));
  }

  /** A date field for the earlier day. @param {State} state @param {{on: number, series: string}} before */
  choose(state, before) {
    const field = /** @type {HTMLInputElement} */ (make("input", { type: "date", id: "from", min: whoholds.isoOf(0), max: whoholds.isoOf(whoholds.data.days - 1) }));
    field.value = whoholds.isoOf(before.on);
    field.onchange = () => field.value && ask(this, { vs: field.value, focus: "from" });
    return make("p", { class: "choose" }, make("label", { for: "from" }, words.say("from"), " "), field);
  }

  /** @param {Unit | Parent} unit @param {number} from @param {number} to @param {State} state */
  line(unit, from, to, state) {
    const since = whoholds.isoOf(whoholds.since(unit.index, state.on, state.series));
    const button = make("button", { type: "button", class: "link" }, make("bdi", {}, unit.name));
    button.onclick = () => ask(this, { unit: unit.id, focus: "evidence" });
    return make("tr", {}, make("th", { scope: "row" }, button), make("td", {}, make("bdi", {}, whoholds.parentOf(unit)?.name || "")),
      make("td", {}, paint.swatch(from), " ", paint.label(from, [unit])), make("td", {}, paint.swatch(to), " ", paint.label(to, [unit])),
      make("td", {}, words.date(since)), make("td", { dir: "auto", class: "sentence" }));
  }

  /** Fill in the newest sentence published between the two days, of the place itself before its region; else the newest. @param {Unit | Parent} unit @param {number} after @param {State} state @param {HTMLElement} cell */
  async quote(unit, after, state, cell) {
    const [before, today] = [whoholds.isoOf(after), whoholds.isoOf(state.on)];
    const of = "seat" in unit ? unit.seat : unit.index;
    if (of < 0) return; // An area whose capital is not known has no evidence of its own.
    const evidence = await whoholds.evidenceOf(of).catch(() => ({ claims: [] }));
    const usable = evidence.claims.filter((c) => c.verdict !== "reject" && c.day <= today && c.published <= (state.series === "now" ? "9999" : today));
    const between = usable.filter((c) => c.published > before && c.published <= today);
    const newest = between.find((c) => c.scope === "unit") || between[0] || usable[0];
    if (newest) cell.append(newest.quote ? make("q", {}, newest.quote) : words.say("withheld"), " ", make("cite", {}, newest.outlet), `${words.say("comma")}${words.date(newest.published)}`);
  }
}
customElements.define("change-list", ChangeList);
