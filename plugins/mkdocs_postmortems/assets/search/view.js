/* The search field with its results: in a dialog on every page, and on the search page itself.
   Built with the document's own methods only, so that no text is ever taken for markup. */

const STEP = 10;
const PAUSE = 80;
const FACET_NAMES = ["outcome", "stage", "cause", "tag", "team", "author", "year"];
const EXCERPT = 240;
let views = 0;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/* The stretch of a text with the most different matches, the matches in <mark>. */
function marked(text, terms) {
  const found = tokens(text).filter((token) => terms.has(token.term));
  const start = text.length > EXCERPT ? atWord(text, bestStart(found)) : 0;
  let end = Math.min(start + EXCERPT, text.length);
  if (end < text.length) {
    const blank = text.lastIndexOf(" ", end - 1);
    if (blank >= end - EXCERPT / 4) end = blank;
  }
  const pieces = [start ? "… " : ""];
  let at = start;
  for (const token of found) {
    if (token.end <= at || token.start < start || token.end > end) continue;
    const from = Math.max(token.start, at);
    pieces.push(text.slice(at, from), element("mark", {}, text.slice(from, token.end)));
    at = token.end;
  }
  return [...pieces, text.slice(at, end), end < text.length ? " …" : ""];
}

function bestStart(found) {
  let most = 0;
  let best = 0;
  for (const first of found) {
    const begin = Math.max(first.start - EXCERPT / 4, 0);
    const inside = found.filter((each) => each.start >= begin && each.start < begin + EXCERPT);
    const different = new Set(inside.map((each) => each.term)).size;
    if (different > most) [most, best] = [different, begin];
  }
  return best;
}

/* The beginning of the word at a place, if it is near: not every script has blanks. */
function atWord(text, start) {
  if (start < EXCERPT / 4) return 0;
  const blank = text.lastIndexOf(" ", start - 1);
  return blank >= start - EXCERPT / 4 ? blank + 1 : start;
}

class SearchView {
  /* `labels` and `causes` word the codes of outcomes and causes; `field`, `facets` (selects by name), `sort` and `more` may
     be there already, on the search page. */
  constructor(root, options) {
    Object.assign(this, { facets: {}, labels: {}, causes: {}, onState: () => {} }, options);
    this.id = `pm-search-${++views}`;
    this.shown = STEP;
    this.active = -1;
    this.list = element("div", { role: "listbox", id: `${this.id}-list`, "aria-label": "Postmortems found", class: "pm-hits" });
    this.status = element("p", { role: "status", class: "pm-more pm-search__status" });
    this.more = element("button", { type: "button", class: "pm-search__more", hidden: "" }, "Show more");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id,
      "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
    })) this.field.setAttribute(name, value);
    root.append(this.status, this.list, this.more);
    this.field.addEventListener("input", () => this.soon());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.more.addEventListener("click", () => { this.shown += STEP; this.run(); });
    for (const select of [...Object.values(this.facets), ...(this.sort ? [this.sort] : [])]) {
      select.addEventListener("change", () => this.soon());
    }
  }

  soon() {
    this.shown = STEP;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), PAUSE);
  }

  get text() {
    return this.field.value;
  }

  filters(but = "") {
    return Object.entries(this.facets)
      .filter(([name, select]) => name !== but && select.value)
      .map(([name, select]) => `${name}:"${select.value}"`);
  }

  async run() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.onState();
    try {
      this.engine ??= new Engine(await StaticSource.open(this.folder));
      const answer = await this.answer();
      if (turn !== this.turn) return;
      this.show(answer);
      await this.count(turn);
    } catch (error) {
      if (turn !== this.turn) return;
      if (!(error instanceof IndexError)) throw error;
      this.engine = undefined;
      this.list.replaceChildren();
      this.status.textContent = error.message;
    }
  }

  async answer() {
    const { engine } = this;
    const query = [...this.filters(), this.text].join(" ").trimStart();
    let answer = await engine.search(query, this.shown);
    if (!query.trim()) answer = { ...answer, numbers: Array.from({ length: engine.source.count }, (_, i) => i), byDate: true };
    if (answer.byDate || this.sort?.value === "date") {
      const numbers = [...answer.numbers].sort((a, b) => b - a);
      const hits = await Promise.all(
        numbers.slice(0, this.shown).map((number) => engine.hit(number, { score: 0, matched: 0 }, answer.groups)),
      );
      answer = { ...answer, hits, numbers, total: numbers.length };
    }
    return answer;
  }

  /* How many of the postmortems found each value of a facet has, its own choice left aside. */
  async count(turn) {
    for (const [name, select] of Object.entries(this.facets)) {
      const query = [...this.filters(name), this.text].join(" ").trimStart();
      const all = !query.trim();
      const found = all ? null : new Set((await this.engine.search(query, 0)).numbers);
      for (const option of select.options) {
        if (!option.value) continue;
        const having = await this.engine.having(facetTerm(name, option.value));
        if (turn !== this.turn) return;
        const number = all ? having.length : having.filter((each) => found.has(each)).length;
        option.dataset.label ??= option.textContent;
        option.textContent = `${option.dataset.label} (${number})`;
        option.disabled = !number && option.value !== select.value;
      }
    }
  }

  show(answer) {
    this.active = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...answer.hits.map((hit, place) => this.option(hit, place, answer.terms)));
    this.field.setAttribute("aria-expanded", String(answer.hits.length > 0));
    this.more.hidden = answer.total <= answer.hits.length;
    const many = answer.total === 1 ? "1 postmortem" : `${answer.total} postmortems`;
    this.status.textContent = answer.total
      ? many
      : "Nothing found. Fewer or other words may help. If nobody tried it, yours can be the first postmortem about it.";
  }

  option(hit, place, terms) {
    const { document: found, passage } = hit;
    const code = found.facets.outcome?.[0] ?? "essay";
    const causes = (found.facets.cause ?? []).map((each) => this.causes[each] ?? each).join(", ");
    const notes = [found.date, causes, found.facets.confidence && `${found.facets.confidence[0]} confidence`, ...found.marks];
    const badge = element("span", { class: "pm-badge", "data-outcome": code }, this.picture(code), this.labels[code] ?? code);
    const anchor = passage?.anchor ? `#${passage.anchor}` : "";
    const lead = passage?.kind === "lesson" ? "Lesson" : passage?.kind === "section" ? passage.heading : "";
    const excerpt = element("span", { class: "pm-hit__excerpt" });
    if (lead) excerpt.append(element("b", {}, lead), " ");
    excerpt.append(...marked(passage?.text ?? "", terms));
    const option = element(
      "a",
      { role: "option", id: `${this.id}-${place}`, tabindex: "-1", "aria-selected": "false", class: "pm-hit",
        href: `${this.site}${found.url}${anchor}` },
      element("span", { class: "pm-hit__head" }, badge, element("span", { class: "pm-more" }, notes.filter(Boolean).join(" · "))),
      element("span", { class: "pm-hit__title" }, element("bdi", {}, ...marked(found.title, terms))),
      excerpt,
    );
    option.addEventListener("click", () => this.onOpen?.());
    return option;
  }

  /* The outcome's picture, which comes from our own template and not from any text. */
  picture(code) {
    const holder = document.createElement("template");
    holder.innerHTML = this.pictures[code] ?? this.pictures.other;
    return holder.content;
  }

  key(event) {
    const options = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.activate(options, (from + step + options.length) % options.length);
    } else if (event.key === "Enter" && options.length) {
      event.preventDefault();
      options[Math.max(this.active, 0)].click();
    }
  }

  activate(options, place) {
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === place)));
    this.active = place;
    this.field.setAttribute("aria-activedescendant", options[place].id);
    options[place].scrollIntoView({ block: "nearest" });
  }
}

/* The search page: its form is in the page, and its state in the address, so that it can be shared. */
function searchPage(root, options) {
  const form = root.querySelector("form");
  const facets = Object.fromEntries(
    FACET_NAMES.map((name) => [name, form.elements[name]]).filter(([, select]) => select),
  );
  const field = form.elements.q;
  const sort = form.elements.sort;
  const state = new URLSearchParams(location.search);
  for (const [name, control] of Object.entries({ q: field, sort, ...facets })) {
    if (state.has(name)) control.value = state.get(name);
  }
  const view = new SearchView(root, {
    ...options, field, sort, facets,
    onState() {
      const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value && value !== "relevance"));
      history.replaceState(history.state, "", given.size ? `?${given}` : location.pathname);
    },
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  view.run();
}

/* The dialog, made when it is first asked for. */
function searchDialog(options) {
  const field = element("input", { type: "text", class: "pm-search__field", placeholder: "Has anyone tried …", "aria-label": "Search postmortems" });
  const close = element("button", { type: "button", class: "pm-search__close", "aria-label": "Close search" }, "Esc");
  const page = element("a", { class: "pm-more", href: options.page }, "All filters");
  const body = element("div", { class: "pm-search__body", tabindex: "0", role: "group", "aria-label": "What was found" });
  const dialog = element("dialog", { class: "pm-search md-typeset", "aria-label": "Search postmortems" },
    element("div", { class: "pm-search__top" }, field, close), body, element("p", { class: "pm-search__foot" }, page));
  document.body.append(dialog);
  const view = new SearchView(body, { ...options, field, onOpen: () => dialog.close(),
    onState() { page.href = field.value ? `${options.page}?q=${encodeURIComponent(field.value)}` : options.page; } });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  return {
    open() {
      if (!dialog.isConnected) document.body.append(dialog);
      dialog.showModal();
      field.select();
      view.run();
    },
  };
}
