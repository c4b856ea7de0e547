// <unit-table>: the same answers as the map, one row per place; sorts by any column.
"use strict";

class UnitTable extends HTMLElement {
  /** Column that the rows are sorted by. */
  by = 0;
  down = false;
  /** @type {State | undefined} */
  state;

  /** @param {State} state */
  show(state) {
    this.hidden = state.view !== "table";
    if (this.hidden) return;
    this.state = state;
    const rows = whoholds.items(state.level).map((item) => this.row(item, state));
    const kept = rows.filter((row) => !state.filter.length || state.filter.includes(row.key));
    const { by } = this;
    const turn = this.down ? -1 : 1;
    kept.sort((a, b) => turn * (a.cells[by] < b.cells[by] ? -1 : a.cells[by] > b.cells[by] ? 1 : 0));
    const focus = document.activeElement?.closest("unit-table") ? document.activeElement.id : "";
    const body = make("tbody", {}, ...kept.map((row) => this.line(row, state)));
    this.replaceChildren(make("table", {}, make("caption", {}, words.list(words.date(whoholds.isoOf(state.on)), words.say(state.series))), this.header(), body));
    if (focus) document.getElementById(focus)?.focus();
  }

  /** @param {Unit | Parent} item @param {State} state */
  row(item, state) {
    const look = whoholds.lookAt(item.index, state.on, state.series);
    const since = whoholds.isoOf(whoholds.since(item.index, state.on, state.series));
    const newest = whoholds.newestAt(item.index, state.on, state.series);
    const cells = [item.name, whoholds.parentOf(item)?.name || "", paint.label(look, [item], true), since, newest === null ? "" : whoholds.isoOf(newest)];
    return { id: item.id, look, key: whoholds.keyOf(look), cells };
  }

  header() {
    const names = ["place", "parent", "state", "sinceShort", "evidenceAge"].map((key, k) => {
      const button = make("button", { type: "button", id: `sort-${k}` }, words.say(key));
      button.onclick = () => {
        this.down = this.by === k ? !this.down : false;
        this.by = k;
        if (this.state) this.show(this.state);
      };
      const cell = make("th", { scope: "col" }, button);
      if (this.by === k) cell.setAttribute("aria-sort", this.down ? "descending" : "ascending");
      return cell;
    });
    return make("thead", {}, make("tr", {}, ...names));
  }

  /** @param {{id: string, look: number, cells: string[]}} row @param {State} state */
  line(row, state) {
    const button = make("button", { type: "button", class: "link", id: `row-${row.id}` }, make("bdi", {}, row.cells[0]));
    button.onclick = () => ask(this, { unit: row.id, focus: "evidence" });
    const made = make("tr", row.id === state.unit ? { class: "selected" } : {}, make("th", { scope: "row" }, button),
      make("td", {}, make("bdi", {}, row.cells[1])), make("td", {}, paint.swatch(row.look), " ", row.cells[2]),
      ...row.cells.slice(3).map((iso) => make("td", {}, words.date(iso))));
    return made;
  }
}
customElements.define("unit-table", UnitTable);
