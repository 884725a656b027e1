/* The search field with its results: in a dialog on every page, and on the search page itself.
   Built with the document's own methods only, so that no text is ever taken for markup. */

const STEP = 10;
const FIRST = 6;
const PAUSE = 60;
const QUIET = 200;
const INVITATION = "Also \"words in a row\", -without, outcome:failed or tag:vision. Slips and synonyms are seen to.";
const COMMON = "Words as common as these are passed over. Add one that tells what it is about.";
const NOTHING = { hits: [], total: 0, isCounted: true, missing: [], corrected: [], unknown: [], isCommon: false };
let views = 0;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/* Pieces of text, every other one of which matched, with those in <mark>. */
function shown(pieces) {
  return pieces.map((piece, i) => (i % 2 ? element("mark", {}, piece) : piece));
}

class SearchView {
  /* `options` has the `client` to ask; the `field`; on a page that can be browsed too, `facets`
     (selects by name) and `sort`; what codes are called (`labels`, `causes`) and look like
     (`pictures`); and `write`, an address at which a new postmortem can be written. */
  constructor(root, options) {
    Object.assign(this, { facets: {}, onState: () => {}, onOpen: () => {} }, options);
    this.id = `pm-search-${++views}`;
    this.shown = STEP;
    this.turn = 0;
    this.changed = -QUIET;
    this.active = -1;
    this.list = element("div", { role: "listbox", id: `${this.id}-list`, "aria-label": "Postmortems found", class: "pm-hits" });
    this.status = element("p", { role: "status", class: "pm-more pm-search__status" });
    this.hints = element("div", { class: "pm-search__hints" });
    this.more = element("button", { type: "button", class: "pm-search__more", hidden: "" }, "Show more");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id,
      "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
    })) this.field.setAttribute(name, value);
    root.append(this.status, this.hints, this.list, this.more);
    this.field.addEventListener("input", () => this.soon());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.more.addEventListener("click", () => this.extend());
    for (const select of [...Object.values(this.facets), ...(this.sort ? [this.sort] : [])]) {
      select.addEventListener("change", () => this.soon());
    }
  }

  /* At once after some quiet, as when a text is pasted; else when the typing pauses. */
  soon() {
    this.shown = STEP;
    this.isEntering = false;
    clearTimeout(this.timer);
    const now = performance.now();
    this.timer = setTimeout(() => this.run(), now - this.changed < QUIET ? PAUSE : 0);
    this.changed = now;
  }

  get filters() {
    return Object.entries(this.facets).filter(([, select]) => select.value).map(([name, select]) => [name, select.value]);
  }

  get asked() {
    return { text: this.field.value, filters: this.filters, order: this.sort?.value, most: this.shown };
  }

  async run() {
    const turn = ++this.turn;
    const { asked } = this;
    this.onState();
    await this.guarded(turn, async () => {
      const isAsking = this.sort || asked.text.trim();
      // The first are shown while the others are fetched.
      const first = { ...asked, most: FIRST };
      const answer = isAsking ? await this.client.ask("search", first) : await this.invitation();
      if (turn !== this.turn) return;
      this.show(answer);
      this.answered = asked.text;
      if (this.isEntering) this.enter();
      if (answer.hits.length === FIRST) await this.add({ ...asked, skip: FIRST }, turn);
      const names = Object.keys(this.facets);
      const counts = names.length ? await this.client.ask("counts", { ...asked, names }) : {};
      if (turn === this.turn) this.count(counts);
    });
  }

  /* More hits, behind those that are shown. */
  extend() {
    const skip = this.list.children.length;
    this.shown = skip + STEP;
    return this.guarded(this.turn, async () => {
      await this.add({ ...this.asked, skip }, this.turn);
      // Else the focus would be lost with the button.
      if (this.more.hidden) this.list.children[skip]?.focus();
    });
  }

  async add(asked, turn) {
    const answer = await this.client.ask("search", asked);
    if (turn !== this.turn) return;
    this.list.append(...answer.hits.map((hit, i) => this.option(hit, asked.skip + i)));
    this.more.hidden = answer.total <= this.list.children.length;
    this.tell(answer);
  }

  /* What goes wrong while something is asked for is told where the hits would be. */
  async guarded(turn, act) {
    try {
      await act();
    } catch (error) {
      if (turn !== this.turn) return;
      this.list.replaceChildren();
      this.hints.replaceChildren();
      this.more.hidden = true;
      this.field.setAttribute("aria-expanded", "false");
      this.status.textContent = error.message;
    }
  }

  /* Before anything is typed; by then the engine is there. */
  async invitation() {
    return { ...NOTHING, total: await this.client.ask("count"), isInvitation: true };
  }

  /* Beside each value of a facet how many there would be with it. */
  count(counts) {
    for (const [name, values] of Object.entries(counts)) {
      const select = this.facets[name];
      this.complete(select, name, values);
      for (const option of select.options) {
        if (!option.value) continue;
        const number = values[facetValue(name, option.value)] ?? 0;
        option.dataset.label ??= option.textContent;
        option.textContent = `${option.dataset.label} (${number})`;
        option.disabled = !number && option.value !== select.value;
      }
    }
  }

  /* Values that only other sites have, for which our page could have no option. */
  complete(select, name, values) {
    const known = new Set([...select.options].map((option) => facetValue(name, option.value)));
    for (const value of Object.keys(values).filter((each) => values[each] && !known.has(each)).sort()) {
      this.extra(select, name, value);
    }
  }

  extra(select, name, value) {
    const labels = { outcome: this.labels, cause: this.causes }[name] ?? {};
    select.append(element("option", { value }, labels[value] ?? value));
  }

  /* Sets a facet, also to a value for which the page has no option: another site may have it. */
  choose(name, value) {
    const select = this.facets[name];
    const known = [...select.options].find((option) => facetValue(name, option.value) === facetValue(name, value));
    if (!known) this.extra(select, name, value);
    select.value = known?.value ?? value;
  }

  show(answer) {
    this.active = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...answer.hits.map((hit, place) => this.option(hit, place)));
    this.field.setAttribute("aria-expanded", String(answer.hits.length > 0));
    this.more.hidden = !answer.hits.length || answer.total <= answer.hits.length;
    this.tell(answer);
    this.hints.replaceChildren(...this.hintsOf(answer));
  }

  /* How many there are. */
  tell(answer) {
    const many = answer.isCounted ? answer.total.toLocaleString("en") : `More than ${this.list.children.length}`;
    const found = answer.total === 1 ? "1 postmortem" : `${many} postmortems`;
    const missing = answer.missing.length ? `. Not reached: ${answer.missing.join(", ")}` : "";
    const told = answer.isInvitation ? `Search ${found}` : answer.total ? found : "Nothing found";
    this.status.textContent = told + missing;
  }

  hintsOf({ corrected, unknown, isCommon, total, isInvitation }) {
    if (isInvitation) return [element("p", { class: "pm-more" }, INVITATION)];
    const hints = corrected.map(([word, meant]) =>
      element("p", {}, `No postmortem has “${word}”. Shown is what has `, ...this.choices(word, meant), "."));
    for (const [word, near] of unknown) {
      hints.push(element("p", {}, `No postmortem has “${word}”. `, ...(near.length ? ["Perhaps ", ...this.choices(word, near), "?"] : [])));
    }
    if (total) return hints;
    if (isCommon) return [element("p", {}, COMMON)];
    if (this.filters.length) {
      const free = element("button", { type: "button" }, "Search without filters");
      free.addEventListener("click", () => {
        for (const select of Object.values(this.facets)) select.value = "";
        this.field.focus();
        this.run();
      });
      hints.push(element("p", {}, free));
    }
    const first = this.write ? element("a", { href: this.write }, "write the first postmortem about it") : "write the first postmortem about it";
    hints.push(element("p", {}, "Fewer or other words may help. If nobody has tried it, you can ", first, "."));
    return hints;
  }

  /* Words as buttons, each of which takes the place of the one that was typed. */
  choices(word, words) {
    return words.flatMap((each, i) => {
      const choice = element("button", { type: "button" }, each);
      choice.addEventListener("click", () => {
        this.field.value = withWord(this.field.value, word, each);
        this.field.focus();
        this.run();
      });
      return i ? [", ", choice] : [choice];
    });
  }

  option(hit, place) {
    const code = hit.facets.outcome?.[0] ?? "essay";
    const causes = (hit.facets.cause ?? []).map((each) => this.causes[each] ?? each).join(", ");
    const confidence = hit.facets.confidence?.[0];
    const date = hit.date && element("time", { datetime: hit.date }, longDate(hit.date));
    const notes = [hit.from, date, causes, confidence && `${confidence} confidence`, ...hit.marks].filter(Boolean);
    const badge = element("span", { class: "pm-badge", "data-outcome": code }, this.picture(code), this.labels[code] ?? code);
    const lead = hit.kind === "lesson" ? "Lesson" : hit.kind === "section" ? hit.heading : "";
    const text = element("span", { class: "pm-hit__excerpt" });
    if (lead) text.append(element("b", {}, lead), " ");
    text.append(...shown(hit.text));
    const option = element("a",
      { role: "option", id: `${this.id}-${place}`, tabindex: "-1", "aria-selected": "false", class: "pm-hit", href: hit.address },
      element("span", { class: "pm-hit__head" }, badge, element("span", { class: "pm-more" }, ...notes.flatMap((note, i) => (i ? [" · ", note] : [note])))),
      element("span", { class: "pm-hit__title" }, element("bdi", {}, ...shown(hit.title))),
      text);
    option.addEventListener("click", (event) => { if (!isElsewhere(event)) this.onOpen(); });
    return option;
  }

  /* The outcome's picture, which comes from our own template and not from any text. */
  picture(code) {
    const holder = document.createElement("template");
    holder.innerHTML = this.pictures[code] ?? this.pictures.other;
    return holder.content;
  }

  key(event) {
    if (event.isComposing) return;
    const options = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    this.isEntering = false;
    if (event.key === "Enter") {
      event.preventDefault();
      this.enter();
    } else if (step && options.length) {
      event.preventDefault();
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.activate(options, (from + step + options.length) % options.length);
    }
  }

  /* Opens what is chosen, or else the first; where hits for what was typed are still to come, then. */
  enter() {
    this.isEntering = this.answered !== this.field.value;
    if (!this.isEntering) this.list.children[Math.max(this.active, 0)]?.click();
  }

  activate(options, place) {
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === place)));
    this.active = place;
    this.field.setAttribute("aria-activedescendant", options[place].id);
    options[place].scrollIntoView({ block: "nearest" });
  }
}

/* A day as the pages write it; any other date as it is. */
function longDate(date) {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return date;
  return new Date(date).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/* Whether a click opens another tab or window, and so leaves the search where it is. */
function isElsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey;
}

/* A text with another word for one of its words, whatever its case. */
function withWord(text, word, other) {
  const place = text.toLowerCase().indexOf(word);
  return place < 0 ? other : `${text.slice(0, place)}${other}${text.slice(place + word.length)}`;
}

/* The value of a facet as the index has it; see the engine. */
function facetValue(name, value) {
  const bare = value.normalize("NFKD").replace(/\p{Mn}/gu, "").normalize("NFC").toLowerCase();
  return bare.split(/[\s_"-]+/).filter(Boolean).join("-");
}
