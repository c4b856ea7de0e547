// <evidence-panel>: what is shown of the chosen unit on the day, since when, and who says so, for and against.
"use strict";

class EvidencePanel extends HTMLElement {
  /** What stands here: unit, day, series, language. */
  drawn = "";

  /** @param {State} state */
  async show(state) {
    const item = whoholds.item(state.unit);
    const sign = [state.unit, state.on, state.series, words.language, paint.grey].join();
    if (sign === this.drawn) return;
    this.drawn = sign;
    if (!item) return this.replaceChildren(make("p", { class: "hint" }, words.say("choose")));
    const head = this.head(item, state);
    if ("units" in item) return this.replaceChildren(head, ...this.inside(item, state));
    const list = make("div", { class: "claims" }, make("p", { class: "hint" }, words.say("loading")));
    this.replaceChildren(head, list);
    try {
      const evidence = await whoholds.evidenceOf(item.index);
      if (this.drawn !== sign) return;
      const p = evidence.p[state.series] || [];
      head.append(historyStrip(item, p, state), chances(p, state));
      list.replaceChildren(...this.groups(evidence, item, state));
    } catch {
      list.replaceChildren(make("p", { role: "alert" }, words.say("loadFailed")));
    }
  }

  /** Name, state, since when, how fresh. @param {Unit | Parent} unit @param {State} state */
  head(unit, state) {
    const look = whoholds.lookAt(unit.index, state.on, state.series);
    const newest = whoholds.newestAt(unit.index, state.on, state.series);
    const parent = whoholds.parentOf(unit);
    const since = whoholds.since(unit.index, state.on, state.series);
    const title = make("h2", { tabindex: "-1" }, make("bdi", {}, unit.name));
    if (parent) title.append(make("small", {}, words.say("comma"), make("bdi", {}, parent.name)));
    return make("header", {}, title,
      make("p", { class: "verdict", "data-state": whoholds.data.looks[look].state },
        make("span", { class: "when" }, words.date(whoholds.isoOf(state.on)), ": "), paint.swatch(look), " ",
        paint.label(look, [unit], true)),
      make("p", { class: "hint" }, words.say("since", { date: words.date(whoholds.isoOf(since)) }), ". ",
        newest === null ? "" : words.say(newest > state.on ? "newestLater" : "newest", { date: words.date(whoholds.isoOf(newest)), n: words.number(Math.abs(state.on - newest)) })),
      "initial" in unit ? this.initial(unit.initial || "") : "", this.steps(unit, state), this.report());
  }

  /** What the publisher's own file says of the first day. @param {string} holder */
  initial(holder) {
    const actor = whoholds.actor(holder);
    return make("p", { class: "hint" }, words.say("initial", { state: actor ? words.say("heldLong", { holder: actor.name }) : words.say("contested") }));
  }

  /** A way to tell the publisher that something is wrong here, where there is one. */
  report() {
    const box = /** @type {ShareBox | null} */ (document.querySelector("share-box"));
    const href = whoholds.data.report && box ? box.report() : "";
    return href ? make("p", { class: "hint" }, make("a", { href, rel: "noopener noreferrer", target: "_blank" }, words.say("report"))) : "";
  }

  /** Buttons to the previous and next change. @param {Unit | Parent} unit @param {State} state */
  steps(unit, state) {
    const days = whoholds.changesOf(unit.index, state.series);
    const before = days.filter((d) => d < state.on).pop();
    const after = days.find((d) => d > state.on);
    const button = (/** @type {string} */ key, /** @type {number | undefined} */ day, /** @type {string} */ id) => {
      const date = day === undefined ? "–" : words.date(whoholds.isoOf(day));
      const made = make("button", { type: "button", id, "aria-label": `${words.say(key)}: ${date}`, title: words.say(key) }, id === "next-change" ? `${date} ›` : `‹ ${date}`);
      if (day === undefined) made.setAttribute("disabled", "");
      made.onclick = () => ask(this, { on: day, focus: id });
      return made;
    };
    return make("p", { class: "steps" }, make("span", {}, words.say("changes")), button("previousChange", before, "previous-change"), button("nextChange", after, "next-change"));
  }

  /** Claims in groups of equal weight: what they say, those of the shown holder first. @param {Evidence} evidence @param {Unit} unit @param {State} state */
  groups(evidence, unit, state) {
    const today = whoholds.isoOf(state.on);
    const past = evidence.claims.filter((c) => c.verdict !== "reject" && c.day <= today && (state.series === "now" || c.published <= today));
    const later = evidence.claims.filter((c) => c.verdict !== "reject" && !past.includes(c));
    const rejected = evidence.claims.filter((c) => c.verdict === "reject");
    const { holder } = whoholds.data.looks[whoholds.lookAt(unit.index, state.on, state.series)];
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
      const stories = this.stories(claims.sort((a, b) => weight(b) - weight(a)));
      const title = make("h3", {}, actor ? words.say(word, { actor: whoholds.actor(actor)?.name || actor }) : words.say("contested"), ` (${words.number(stories.length)})`);
      return make("section", { class: "stance" }, title, ...stories.map(([first, ...copies]) => claimCard(first, state, copies)));
    });
    if (!past.length) made.push(make("p", { class: "hint" }, words.say("noEvidence")));
    return [...made, ...this.fold("later", later, state), ...this.fold("rejected", rejected, state)];
  }

  /** @param {string} key @param {Claim[]} claims @param {State} state */
  fold(key, claims, state) {
    if (!claims.length) return [];
    return [make("details", {}, make("summary", {}, words.say(key, { n: words.number(claims.length) })), ...claims.map((c) => claimCard(c, state)))];
  }

  /** Claims by what counts once: the same said in copies of one story, the weightiest first. @param {Claim[]} claims */
  stories(claims) {
    /** @type {Map<string, Claim[]>} */
    const found = new Map();
    for (const claim of claims) {
      const key = [claim.story, claim.scope, claim.side].join();
      found.set(key, [...(found.get(key) || []), claim]);
    }
    return [...found.values()];
  }

  /** Of a parent: how many of its units are whose, and what lies directly in it, each a step away. @param {Parent} parent @param {State} state */
  inside(parent, state) {
    /** @type {Map<string, [number, number]>} */
    const count = new Map();
    for (const unit of parent.units) {
      const look = whoholds.lookAt(unit, state.on, state.series);
      const label = paint.label(look, [whoholds.data.units[unit]]);
      const [first, n] = count.get(label) || [look, 0];
      count.set(label, [first, n + 1]);
    }
    const lines = [...count].sort(([, a], [, b]) => b[1] - a[1]).map(([label, [look, n]]) =>
      make("li", {}, paint.swatch(look), " ", label, ": ", words.say("parts", { n: words.number(n), total: words.number(parent.units.length) })));
    const { units, parents } = whoholds.data;
    const at = parents.indexOf(parent);
    const below = parents.filter((p) => p.parent === at);
    const parts = (below.length ? below : units.filter((u) => u.parent === at)).map((part) => {
      const button = make("button", { type: "button", class: "link" }, make("bdi", {}, part.name));
      button.onclick = () => ask(this, { unit: part.id, level: "level" in part ? part.level : "units", focus: "evidence" });
      const seat = "units" in part ? part.units.includes(parent.seat) : part.index === parent.seat;
      return make("li", {}, paint.swatch(whoholds.lookAt(part.index, state.on, state.series)), " ", button, seat ? ` ★ ${words.say("seat")}` : "");
    });
    const feed = whoholds.data.feeds?.parents[parent.id];
    const follow = feed ? [make("p", { class: "hint" }, make("a", { href: `${feed}.atom` }, words.say("feedOf")))] : [];
    return [historyStrip(parent, [], state), ...follow, make("ul", { class: "plain" }, ...lines), make("h3", {}, words.say("parts0")), make("ul", { class: "plain" }, ...parts)];
  }
}

customElements.define("evidence-panel", EvidencePanel);
