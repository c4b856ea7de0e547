// <share-box>: link, citation and frame of what is shown; downloads; keys; language.
"use strict";

class ShareBox extends HTMLElement {
  dialog = /** @type {HTMLDialogElement} */ (make("dialog", { "aria-labelledby": "share-title" }));
  help = /** @type {HTMLDialogElement} */ (make("dialog", { "aria-labelledby": "help-title" }));
  language = /** @type {HTMLSelectElement} */ (make("select", { id: "language", "data-say": "languageOf" },
    ...words.languages().map(([code, name]) => make("option", { value: code, lang: code === "prs" ? "fa-AF" : code }, name))));
  /** @type {State | undefined} */
  state;

  connectedCallback() {
    const open = make("button", { type: "button", id: "share-open", "data-say": "share" });
    const help = make("button", { type: "button", id: "help-open", "data-say": "help" });
    open.onclick = () => this.share();
    help.onclick = () => this.keys();
    this.language.onchange = () => ask(this, { lang: this.language.value });
    this.append(open, help, this.language, this.dialog, this.help);
  }

  /** @param {State} state */
  show(state) {
    this.state = state;
    this.language.value = words.language;
    this.language.setAttribute("aria-label", words.say("languageOf"));
  }

  /** Where the shown state stands: on the published site, or here. */
  link() {
    const { url } = whoholds.data;
    return (url ? url.replace(/\/?$/, "/") : location.href.split("#")[0]) + app.address();
  }

  /** Where a problem with what is shown can be reported; empty where the publisher takes none. */
  report() {
    const { report, title, id } = whoholds.data;
    if (!report.startsWith("mailto:")) return report.replace("{link}", encodeURIComponent(this.link()));
    const [subject, body] = [`${title}: ${words.say("report")}`, `${this.link()}\n${id}\n\n`].map(encodeURIComponent);
    return `${report}${report.includes("?") ? "&" : "?"}subject=${subject}&body=${body}`;
  }

  citation() {
    const { title, id, version, licence, known } = whoholds.data;
    const state = /** @type {State} */ (this.state);
    const place = whoholds.item(state.unit)?.name;
    const knew = state.series === "then" ? words.say("then") : words.say("nowLong", { known: words.date(known) });
    return `${title}${place ? `: ${place}` : ""}. ${words.date(whoholds.isoOf(state.on))}, ${knew}. whoholds ${version}, edition ${id}. ${this.link()} (${licence})`;
  }

  share() {
    const attribute = (/** @type {string} */ text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
    const frame = `<iframe src="${attribute(this.link().replace("#", "?embed=1#"))}" width="800" height="560" title="${attribute(whoholds.data.title)}"></iframe>`;
    const field = (/** @type {string} */ key, /** @type {string} */ text) => {
      const box = /** @type {HTMLTextAreaElement} */ (make("textarea", { readonly: "", rows: "3", id: key }));
      box.value = text;
      const copy = make("button", { type: "button" }, words.say("copy"));
      copy.onclick = async () => {
        box.select();
        // Where a host allows no clipboard, the older way does it; where neither does, the text stands selected.
        const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
        if (done || document.execCommand("copy")) copy.textContent = words.say("copied");
      };
      return make("p", {}, make("label", { for: key }, words.say(key)), box, copy);
    };
    const { files, feeds, actors, title } = whoholds.data;
    const offered = files.map((name) => make("li", {}, make("a", { href: `files/${name}`, download: "" }, words.say(`file:${name}`))));
    const feed = (/** @type {string} */ name, /** @type {string} */ stem) =>
      make("li", {}, make("bdi", {}, name), ": ", make("a", { href: `${stem}.atom` }, "Atom"), " · ", make("a", { href: `${stem}.json` }, "JSON Feed"));
    const follow = feeds ? [make("h3", {}, words.say("follow")), make("ul", {}, feed(title, feeds.map), ...actors.map((a) => feed(a.name, feeds.actors[a.id])))] : [];
    this.open(this.dialog, "share-title", "share", field("shareLink", this.link()), field("shareCite", this.citation()), field("shareFrame", frame),
      ...(offered.length ? [make("h3", {}, words.say("download")), make("ul", {}, ...offered)] : []), ...follow);
  }

  keys() {
    const rows = [["← →", "keyDay"], ["Shift + ← →", "keyWeek"], ["PgUp PgDn", "keyMonth"], ["Home End", "keyEnds"], ["[ ]", "keyChange"],
      ["Space", "keyPlay"], ["c", "compare"], ["/", "search"], ["?", "help"], ["Esc", "keyEscape"], ["← → ↑ ↓", "keyMap"]];
    const toggle = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", id: "keys" }));
    toggle.checked = app.keys;
    toggle.onchange = () => (app.keys = toggle.checked);
    this.open(this.help, "help-title", "help",
      make("table", {}, make("tbody", {}, ...rows.map(([key, word]) => make("tr", {}, make("th", { scope: "row", dir: "ltr" }, make("kbd", {}, key)), make("td", {}, words.say(word)))))),
      make("p", {}, toggle, " ", make("label", { for: "keys" }, words.say("keys"))));
  }

  /** @param {HTMLDialogElement} dialog @param {string} id @param {string} key @param {Node[]} inside */
  open(dialog, id, key, ...inside) {
    const close = make("button", { type: "button" }, words.say("close"));
    close.onclick = () => dialog.close();
    dialog.replaceChildren(make("h2", { id }, words.say(key)), ...inside, close);
    dialog.showModal();
  }
}
customElements.define("share-box", ShareBox);
