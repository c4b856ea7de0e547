// <evidence-panel>: what is shown of the chosen unit on the day, since when, and who says so, for and against.
"use strict";

class EvidencePanel extends HTMLElement {
  /** What stands here: unit, day, series, language. */
  drawn = "";

  /** @param {State} state */
  async show(state) {
    const unit = whoholds.data.units.find((u) => u.id === state.unit);
    const parent = whoholds.data.parents.find((p) => p.id === state.unit);
    const sign = [state.unit, state.on, state.series, words.language, paint.grey].join();
    if (sign === this.drawn) return;
    this.drawn = sign;
    if (parent) return this.showParent(parent, state);
    if (!unit) return this.replaceChildren(make("p", { class: "hint" }, words.say("choose")));
    const head = this.head(unit, state);
    const list = make("div", { class: "claims" }, make("p", { class: "hint" }, words.say("loading")));
    this.replaceChildren(head, list);
    try {
      const evidence = await whoholds.evidenceOf(unit.index);
      if (this.drawn !== sign) return;
      head.append(historyStrip(unit, evidence, state));
      list.replaceChildren(...this.groups(evidence, state));
    } catch {
      list.replaceChildren(make("p", { role: "alert" }, words.say("loadFailed")));
    }
  }

  /** Name, state, since when, how fresh. @param {Unit} unit @param {State} state */
  head(unit, state) {
    const look = whoholds.lookAt(unit.index, state.on, state.series);
    const newest = whoholds.newestAt(unit.index, state.on, state.series);
    const parent = whoholds.data.parents[unit.parent];
    const since = whoholds.since(unit.index, state.on, state.series);
    const title = make("h2", { tabindex: "-1" }, make("bdi", {}, unit.name));
    if (parent) title.append(make("small", {}, ", ", make("bdi", {}, parent.name)));
    return make("header", {}, title,
      make("p", { class: "verdict", "data-state": whoholds.data.looks[look].state },
        make("span", { class: "when" }, words.date(whoholds.isoOf(state.on)), ": "), paint.swatch(look), " ", paint.label(look, true)),
      make("p", { class: "hint" }, words.say("since", { date: words.date(whoholds.isoOf(since)) }), ". ",
        newest < 0 ? "" : words.say(newest > state.on ? "newestLater" : "newest", { date: words.date(whoholds.isoOf(newest)), n: words.number(Math.abs(state.on - newest)) })),
      this.steps(unit, state));
  }

  /** Buttons to the previous and next change. @param {Unit} unit @param {State} state */
  steps(unit, state) {
    const days = whoholds.changesOf(unit.index, state.series);
    const before = days.filter((d) => d < state.on).pop();
    const after = days.find((d) => d > state.on);
    const button = (/** @type {string} */ key, /** @type {number | undefined} */ day, /** @type {string} */ id) => {
      const made = make("button", { type: "button", id }, words.say(key), day === undefined ? "" : `: ${words.date(whoholds.isoOf(day))}`);
      if (day === undefined) made.setAttribute("disabled", "");
      made.onclick = () => ask(this, { on: day, focus: id });
      return made;
    };
    return make("p", { class: "steps" }, button("previousChange", before, "previous-change"), button("nextChange", after, "next-change"));
  }

  /** Claims in groups of equal weight: what they say, those of the shown holder first. @param {Evidence} evidence @param {State} state */
  groups(evidence, state) {
    const today = whoholds.isoOf(state.on);
    const past = evidence.claims.filter((c) => c.verdict !== "reject" && c.day <= today && (state.series === "now" || c.published <= today));
    const later = evidence.claims.filter((c) => c.verdict !== "reject" && !past.includes(c));
    const rejected = evidence.claims.filter((c) => c.verdict === "reject");
    const { holder } = whoholds.data.looks[whoholds.lookAt(this.index(state), state.on, state.series)];
    /** @type {Map<string, Claim[]>} */
    const groups = new Map();
    for (const claim of past) {
      const key = `${claim.says}:${claim.actor}`;
      groups.set(key, [...(groups.get(key) || []), claim]);
    }
    const weight = (/** @type {Claim} */ c) => Math.abs(deltaOn(c, state) || 0);
    const order = [...groups].sort(([a, x], [b, y]) => Number(b === `holds:${holder}`) - Number(a === `holds:${holder}`) || Math.max(...y.map(weight)) - Math.max(...x.map(weight)));
    const made = order.map(([key, claims]) => {
      const [says, actor] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
      const word = { holds: "sayHolds", denies: "sayDenies", contests: "sayContests" }[says] || says;
      claims.sort((a, b) => weight(b) - weight(a));
      const title = make("h3", {}, actor ? words.say(word, { actor: whoholds.actor(actor)?.name || actor }) : words.say("contested"), ` (${words.number(claims.length)})`);
      return make("section", { class: "stance" }, title, ...claims.map((c) => claimCard(c, state)));
    });
    if (!past.length) made.push(make("p", { class: "hint" }, words.say("noEvidence")));
    return [...made, ...this.fold("later", later, state), ...this.fold("rejected", rejected, state)];
  }

  /** @param {string} key @param {Claim[]} claims @param {State} state */
  fold(key, claims, state) {
    if (!claims.length) return [];
    return [make("details", {}, make("summary", {}, words.say(key, { n: words.number(claims.length) })), ...claims.map((c) => claimCard(c, state)))];
  }

  /** @param {State} state */
  index(state) {
    return whoholds.data.units.findIndex((u) => u.id === state.unit);
  }

  /** A parent: how many of its units are whose, each one a step away. @param {Parent} parent @param {State} state */
  showParent(parent, state) {
    const count = new Map();
    for (const unit of parent.units) {
      const look = whoholds.lookAt(unit, state.on, state.series);
      count.set(look, (count.get(look) || 0) + 1);
    }
    const look = whoholds.parentLook(parent.index, state.on, state.series);
    const lines = [...count].sort((a, b) => b[1] - a[1]).map(([k, n]) =>
      make("li", {}, paint.swatch(k), " ", paint.label(k), ": ", words.say("parts", { n: words.number(n), total: words.number(parent.units.length) })));
    const inside = parent.units.map((k) => {
      const button = make("button", { type: "button", class: "link" }, make("bdi", {}, whoholds.data.units[k].name));
      button.onclick = () => ask(this, { unit: whoholds.data.units[k].id, level: "units", focus: "evidence" });
      return make("li", {}, paint.swatch(whoholds.lookAt(k, state.on, state.series)), " ", button, k === parent.seat ? " ★" : "");
    });
    this.replaceChildren(
      make("header", {}, make("h2", { tabindex: "-1" }, make("bdi", {}, parent.name)),
        make("p", { class: "verdict" }, words.date(whoholds.isoOf(state.on)), ": ", paint.swatch(look), " ", paint.label(look, true))),
      make("ul", { class: "plain" }, ...lines), make("h3", {}, words.say("parts0")), make("ul", { class: "plain" }, ...inside));
  }
}

customElements.define("evidence-panel", EvidencePanel);
