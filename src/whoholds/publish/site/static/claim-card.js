// One claim with its exact quote, who says it where and when, and how far it moved the map; and a unit's history.
"use strict";

/** Log-odds by which the claim moved its actor on the day; null where nobody computed it. @param {Claim} claim @param {State} state */
function deltaOn(claim, state) {
  const spans = claim.moved[state.series];
  if (!spans) return null;
  const span = spans.find(([first, last]) => first <= state.on && state.on <= last);
  return span ? span[2] : 0;
}

/** One claim, and the copies of it that other reports carry: they count once. @param {Claim} claim @param {State} state @param {Claim[]} [copies] */
function claimCard(claim, state, copies = []) {
  const { quote, sentence } = claim;
  const at = sentence.indexOf(quote);
  const mark = make("mark", { dir: "auto" }, quote);
  const text = quote === "" ? [words.say("withheld")] : at < 0 ? [mark] : [sentence.slice(0, at), mark, sentence.slice(at + quote.length)];
  const block = make("blockquote", { dir: "auto", cite: claim.url || "" }, ...text);
  if (claim.language) block.lang = claim.language;
  const speaker = claim.speaker.length ? words.say("quoting", { speaker: claim.speaker.join(" › ") }) : words.say("outletVoice");
  const marks = [claim.modality === "asserted" ? "" : words.say("confidence", { modality: claim.modality }),
    claim.polarity === "denied" ? words.say("denied") : "", claim.scope === "region" ? words.say("region") : "",
    { accept: words.say("accepted"), amend: words.say("amended") }[claim.verdict] || "",
    claim.reason ? words.say("reason", { reason: claim.reason }) : ""].filter(Boolean);
  const event = claim.relation === "gains" || claim.relation === "loses";
  const dates = make("p", { class: "dates" },
    make("span", {}, words.say(event ? "happened" : "stated"), " ", words.date(claim.start || claim.day)), " · ",
    make("span", {}, words.say("published"), " ", words.date(claim.published)));
  return make("article", { class: "claim", id: `claim-${claim.id}` }, block,
    make("p", {}, make("cite", {}, make("bdi", {}, claim.outlet || "–")), words.say("comma"), make("bdi", {}, speaker)), dates,
    marks.length ? make("p", { class: "hint" }, marks.join(" · ")) : "", weightLine(claim, state), links(claim), copies.length ? carried(claim, copies) : "");
}

/** The report, and an archive's copy of it. @param {Claim} claim */
function links(claim) {
  const out = (/** @type {string} */ href, /** @type {string} */ key) => make("a", { href, rel: "noopener noreferrer", target: "_blank" }, words.say(key));
  if (!claim.url) return "";
  const { archive } = whoholds.data;
  const copy = archive.replace("{date}", claim.published.replaceAll("-", "")).replace("{url}", () => claim.url);
  return make("p", { class: "links" }, out(claim.url, "source"), ...(archive ? [" · ", out(copy, "archive")] : []));
}

/** Who else carries the story, under a fold. @param {Claim} claim @param {Claim[]} copies */
function carried(claim, copies) {
  const outlets = new Set([claim, ...copies].map((c) => c.outlet)).size;
  const lines = copies.map((c) => make("li", {}, make("q", { dir: "auto" }, c.quote), " ", make("cite", {}, make("bdi", {}, c.outlet || "–")), `${words.say("comma")}${words.date(c.published)} `, links(c)));
  const title = outlets > 1 ? words.say("carried", { n: words.number(outlets) }) : words.say("repeated", { n: words.number(copies.length + 1) });
  return make("details", { class: "carried" }, make("summary", {}, title), make("ul", {}, ...lines));
}

/** How far the claim moved the map on the day, as a bar and in words. @param {Claim} claim @param {State} state */
function weightLine(claim, state) {
  const delta = deltaOn(claim, state);
  if (delta === null) return make("p", { class: "hint" }, words.say("notTold"));
  if (Math.abs(delta) < 0.01) return make("p", { class: "hint" }, words.say("noWeight"));
  const times = Math.exp(Math.min(Math.abs(delta), 9.2));
  const n = words.number(times, { maximumSignificantDigits: times < 10 ? 2 : 1 });
  const size = Math.min(100, (Math.abs(delta) / 4.6) * 100);
  const bar = make("span", { class: delta > 0 ? "bar up" : "bar down", "aria-hidden": "true" });
  bar.style.inlineSize = `${Math.max(2, size)}px`;
  const name = whoholds.actor(claim.actor)?.name || claim.actor;
  const contested = claim.says === "contests" ? words.say("contested") : name;
  return make("p", { class: "weight" }, bar, " ", words.say(delta > 0 ? "moreLikely" : "lessLikely", { actor: contested, n }));
}

/** Dashes that tell the lines of actors apart without their hues. */
const DASHES = ["none", "4 2", "1.5 2", "7 2 1.5 2", "9 3", "1 4"];

/** How an actor's line is drawn. @param {number} k */
const stroke = (k) => ({ class: "line", stroke: paint.grey ? "currentColor" : paint.hue(whoholds.data.actors[k].id), "stroke-dasharray": DASHES[k % DASHES.length], "vector-effect": "non-scaling-stroke" });

/** Probabilities of the day in words, each with its line in the strip. @param {number[][]} p @param {State} state */
function chances(p, state) {
  const run = p.filter(([first]) => first <= state.on).pop();
  if (!run) return "";
  const names = [...whoholds.data.actors.map((actor) => actor.name), words.say("contested")];
  const told = names.map((name, k) => {
    const line = k < whoholds.data.actors.length ? [paint.svg("svg", { class: "sample", width: 22, height: 10, "aria-hidden": "true" }, paint.svg("path", { d: "M0 5H22", ...stroke(k) }))] : [];
    return make("li", {}, ...line, make("bdi", {}, name), ` ${words.number(run[k + 1] / 100, { style: "percent" })}`);
  });
  return make("div", { class: "chances" }, make("h3", {}, words.say(["majority", "shares"].includes(whoholds.data.rolled) ? "sharesOfDay" : "probability")), make("ul", { class: "plain" }, ...told.filter((_, k) => run[k + 1] > 0)));
}

/** A unit's looks and probabilities over all days; a click goes to the day. @param {Unit | Parent} unit @param {number[][]} p @param {State} state */
function historyStrip(unit, p, state) {
  const { days, actors } = whoholds.data;
  const runs = whoholds.data.series[state.series].looks[unit.index];
  // About as wide as it is shown, so that patterns keep their shape.
  const scale = 390 / days;
  const high = p.length ? 60 : 16;
  const box = paint.svg("svg", { viewBox: `0 0 390 ${high}`, preserveAspectRatio: "none", class: p.length ? "strip" : "strip low", role: "img",
    "aria-label": words.say("history", { place: unit.name }) });
  for (let k = 0; k < runs.length; k += 2) {
    const until = k + 2 < runs.length ? runs[k + 2] : days;
    box.append(paint.svg("rect", { x: runs[k] * scale, y: 0, width: (until - runs[k]) * scale, height: 16, fill: paint.fill(runs[k + 1]) }));
  }
  actors.forEach((_, a) => {
    const line = p.map((run, k) => {
      const until = k + 1 < p.length ? p[k + 1][0] : days;
      const y = 58 - (run[a + 1] / 100) * 38;
      return `${k ? "L" : "M"}${run[0] * scale} ${y}L${until * scale} ${y}`;
    });
    box.append(paint.svg("path", { d: line.join(""), ...stroke(a) }));
  });
  box.append(paint.svg("path", { d: `M${(state.on + 0.5) * scale} 0V${high}`, class: "now", "vector-effect": "non-scaling-stroke" }));
  box.addEventListener("click", (event) => {
    const { left, width } = box.getBoundingClientRect();
    ask(box, { on: Math.max(0, Math.min(days - 1, Math.floor(((/** @type {MouseEvent} */ (event).clientX - left) / width) * days))) });
  });
  return make("div", { class: "history", dir: "ltr" }, box);
}
