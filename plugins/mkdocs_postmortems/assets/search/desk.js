/* Answers what the page asks, in plain values that can be sent between a page and its worker. */

class Desk {
  /* `sites` are the indexes to search, our own first; see StaticSource. `manifest` is the text of
     our own manifest, if it was fetched already. */
  constructor({ sites, manifest }) {
    this.sites = sites;
    this.manifest = manifest;
    this.missing = [];
  }

  /* The engine over all sites that are there. Without our own there is nothing to search. */
  async engine() {
    this.opening ??= this.open();
    try {
      return await this.opening;
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
  }

  async open() {
    const { manifest } = this;
    this.manifest = "";
    const opened = await Promise.allSettled(this.sites.map((site, i) => StaticSource.open(site, i ? "" : manifest)));
    if (opened[0].status === "rejected") throw opened[0].reason;
    this.missing = this.sites.filter((_, i) => opened[i].status === "rejected").map((site) => site.title);
    const sources = opened.filter((each) => each.status === "fulfilled").map((each) => each.value);
    return new Engine(sources.length > 1 ? new Union(sources) : sources[0]);
  }

  /* How many postmortems there are. */
  async count() {
    return (await this.engine()).source.count;
  }

  /* The hits from `skip` on, `most` with those before them. */
  async search({ text, filters, order, most, skip = 0 }) {
    const engine = await this.engine();
    const isBrowsing = !text.trim() && !filters.length;
    const { hits, total, isCounted, groups, query } = isBrowsing
      ? await this.newest(engine, most, skip)
      : await engine.search(text, most, order === "date", skip, filters);
    const terms = new Set(groups.flatMap((group) => [...group.terms.keys()]));
    const forms = groups.flatMap((group) => group.forms);
    return {
      hits: hits.map(({ document, passage }) => ({
        address: document.address + (passage.anchor ? `#${passage.anchor}` : ""),
        from: document.from,
        date: document.date,
        facets: document.facets,
        marks: document.marks,
        title: marked(document.title, terms, forms),
        kind: passage.kind,
        heading: passage.heading,
        text: excerpt(passage.text, terms, forms),
      })),
      total,
      isCounted,
      missing: this.missing,
      ...(await this.guesses(engine, query, groups)),
    };
  }

  async newest(engine, most, skip) {
    const { count } = engine.source;
    const numbers = await engine.source.newestFirst(Array.from({ length: count }, (_, i) => i), most);
    const nothing = { scores: [], matched: [] };
    const hits = await Promise.all(numbers.slice(skip, most).map((number) => engine.hit(number, nothing, [], new Set())));
    return { hits, total: count, isCounted: true, groups: [], query: parseQuery("", new Set()) };
  }

  /* Words that were taken for others; words of which nothing near occurs, with others that begin
     alike; and whether there are only words by which nothing is found, as they are everywhere. */
  async guesses(engine, query, groups) {
    const corrected = [];
    for (const group of groups.filter((each) => each.isCorrected)) {
      corrected.push([group.word, await this.spelt(engine, group)]);
    }
    const found = new Set(groups.flatMap((group) => group.words));
    const { stopWords } = engine.source;
    const lost = [...new Set(query.words.map(({ word }) => word))].filter((word) => !found.has(word) && !stopWords.has(word));
    const unknown = [];
    for (const word of lost) unknown.push([word, await this.alike(engine, word)]);
    return { corrected, unknown, isCommon: isCommon(query, stopWords) };
  }

  /* The words behind the terms that a group looks for instead, the commonest of each. */
  async spelt(engine, group) {
    const letters = Array.from(group.word).slice(0, 2);
    const words = (await Promise.all([...new Set(letters)].map((letter) => engine.source.words(letter)))).flat();
    const meant = words.filter(({ word }) => group.terms.has(stemmed(word))).sort(commonestFirst).reverse();
    const commonest = [...new Map(meant.map((each) => [stemmed(each.word), each])).values()];
    return commonest.sort(commonestFirst).slice(0, MOST_CORRECTIONS).map(({ word }) => word);
  }

  async alike(engine, word) {
    const letters = Array.from(word);
    for (let length = letters.length - 1; length > 2; length--) {
      const words = await engine.source.words(letters.slice(0, length).join(""));
      if (words.length) return [...words].sort(commonestFirst).slice(0, MOST_CORRECTIONS).map((each) => each.word);
    }
    return [];
  }

  /* How many of the postmortems found each value of some facets has, the facet's own filter left
     aside. */
  async counts({ text, filters, names }) {
    const engine = await this.engine();
    const { stopWords } = engine.source;
    const query = parseQuery(text, stopWords, filters);
    // Beside a value that is chosen, stop words say nothing.
    if (isCommon(query, stopWords) && !query.phrases.length) query.words = [];
    const matches = await engine.matches(await engine.groups(query));
    const typed = query.filters.slice(0, query.filters.length - filters.length);
    const counts = {};
    for (const name of names) {
      const others = filters.filter(([other]) => other !== name);
      const asked = { ...query, filters: [...typed, ...others] };
      const isAll = !query.words.length && !narrows(asked);
      const found = new Uint8Array(engine.source.count).fill(isAll ? 1 : 0);
      for (const number of await engine.found(asked, matches)) found[number] = 1;
      counts[name] = {};
      for (const [value, documents] of await engine.source.facet(name)) {
        counts[name][value] = documents.reduce((sum, number) => sum + found[number], 0);
      }
    }
    return counts;
  }
}
