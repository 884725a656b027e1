/* The search itself, in whole numbers, exactly as mkdocs_postmortems.search.engine ranks. */

const WHOLE = 16;
const CONCEPT = 10;
const COMPLETED = 12;
const CORRECTED = [0, 10, 7];
const MOST_COMPLETIONS = 8;
const MOST_CORRECTIONS = 4;

class Engine {
  /* `source` answers, with promises: postings(term), starting(word), formsOf(concept),
     words(prefix), facet(name), document(number); and has count, reranked and stopWords. */
  constructor(source) {
    this.source = source;
  }

  /* `filters` are facets with values, besides those in `text`. */
  async search(text, most = 10, byDate = false, skip = 0, filters = []) {
    const query = parseQuery(text, this.source.stopWords, filters);
    const groups = await this.groups(query);
    const matches = await this.matches(groups);
    let numbers = await this.found(query, matches);
    const hasPhrases = query.phrases.length || query.unphrased.length;
    const begun = begunBy(groups);
    let total = numbers.length;
    let isCounted = true;
    numbers = byDate
      ? await this.source.newestFirst(numbers, hasPhrases ? total : most)
      : await this.bestFirst(numbers, matches, groups, begun, hasPhrases ? total : most);
    if (hasPhrases) {
      numbers = await this.withPhrases(numbers, query, most + 1);
      total = numbers.length;
      isCounted = total <= most;
    }
    const hits = await Promise.all(numbers.slice(skip, most).map((number) => this.hit(number, matches, groups, begun)));
    return { hits, total, isCounted, groups, query };
  }

  /* What is looked for. */

  /* A group for each word that occurs in the index in some form; equal ones are one. */
  async groups(query) {
    const groups = new Map();
    const [concepts, ...all] = await Promise.all([
      this.concepts(query.typed),
      ...query.words.map((word, place) => this.forms(word, query.isOpen && place === query.words.length - 1)),
    ]);
    const found = await Promise.all(query.words.map(async (word, place) => {
      const { terms, isCorrected } = all[place];
      const forms = [];
      for (const concept of concepts.get(word) ?? []) {
        terms.set(concept, CONCEPT);
        forms.push(...(await this.source.formsOf(concept)));
      }
      return { word: word.word, words: [word.word], terms, forms, isCorrected };
    }));
    for (const group of found) {
      const key = JSON.stringify([...group.terms.keys()].sort(byUnits));
      if (groups.has(key)) groups.get(key).words.push(group.word);
      else if (group.terms.size) groups.set(key, group);
    }
    return [...groups.values()];
  }

  /* The concepts of the glossary, by the words that name them. */
  async concepts(typed) {
    const found = new Map();
    const starting = await Promise.all(typed.map((word) => this.source.starting(word)));
    for (const [start, forms] of starting.entries()) {
      for (const [form, concept] of forms) {
        if (!form.every((term, i) => typed[start + i]?.term === term)) continue;
        if (!(await this.source.postings(concept)).documents.length) continue;
        for (const word of typed.slice(start, start + form.length)) {
          const named = found.get(word) ?? [];
          if (!named.includes(concept)) found.set(word, [...named, concept]);
        }
      }
    }
    return found;
  }

  /* The term itself, what a half-typed word may become, or else what is near. What may come from
     afar is asked for at once, and what will be asked for next before the glossary is through. */
  async forms({ term, word }, isOpen) {
    const isGrowing = (isOpen && Array.from(word).length > 1) || isHalfAPair(word);
    const [own, begun] = await Promise.all([this.source.postings(term), isGrowing ? this.source.words(word) : []]);
    const terms = new Map();
    if (own.documents.length) terms.set(term, WHOLE);
    for (const completed of termsOf([...begun].sort(commonestFirst), MOST_COMPLETIONS)) {
      if (!terms.has(completed)) terms.set(completed, COMPLETED);
    }
    const isCorrected = !terms.size && !this.source.stopWords.has(word);
    if (isCorrected) for (const [near, distance] of await this.corrections(word)) terms.set(near, CORRECTED[distance]);
    for (const each of terms.keys()) this.source.postings(each).catch(() => {});
    return { terms, isCorrected: isCorrected && terms.size > 0 };
  }

  async corrections(word) {
    const letters = Array.from(word);
    if (letters.length < 4) return [];
    let limit = letters.length >= 8 ? 2 : 1;
    const nearest = [];
    for (const first of new Set(letters.slice(0, 2))) {
      for (const known of await this.source.words(first)) {
        const distance = slips(letters, Array.from(known.word), limit);
        if (distance <= limit) nearest.push([(limit = distance), known]);
      }
    }
    const best = nearest.filter(([distance]) => distance === limit).map(([, known]) => known);
    return termsOf(best.sort(commonestFirst), MOST_CORRECTIONS).map((term) => [term, limit]);
  }

  /* Which documents. */

  /* For every document its score and how many groups it has. */
  async matches(groups) {
    const { count } = this.source;
    const scores = new Float64Array(count);
    const matched = new Uint16Array(count);
    const best = new Float64Array(groups.length ? count : 0);
    await Promise.all(groups.flatMap((group) => [...group.terms.keys()].map((term) => this.source.postings(term))));
    for (const group of groups) {
      best.fill(0);
      const terms = await Promise.all([...group.terms].map(async ([term, weight]) => [await this.source.postings(term), weight]));
      for (const [{ documents, shares }, weight] of terms) {
        const worth = rarity(documents.length, count) * weight;
        for (let i = 0; i < documents.length; i++) {
          if (shares[i] * worth > best[documents[i]]) best[documents[i]] = shares[i] * worth;
        }
      }
      for (let number = 0; number < count; number++) {
        if (!best[number]) continue;
        scores[number] += best[number];
        matched[number] += 1;
      }
    }
    return { scores, matched };
  }

  /* What has any of the words, or all there is where a search only narrows down. */
  async found(query, { matched }) {
    const isAll = !query.words.length && narrows(query);
    const isOut = new Uint8Array(this.source.count);
    const unwanted = [...query.unfiltered.map(([name, value]) => facetTerm(name, value)), ...query.excluded];
    for (const term of unwanted) for (const number of (await this.source.postings(term)).documents) isOut[number] = 1;
    for (const name of new Set(query.filters.map(([name]) => name))) {
      const isIn = new Uint8Array(this.source.count);
      for (const [facet, value] of query.filters) {
        if (facet !== name) continue;
        for (const number of (await this.source.postings(facetTerm(name, value))).documents) isIn[number] = 1;
      }
      isIn.forEach((holds, number) => { if (!holds) isOut[number] = 1; });
    }
    const numbers = [];
    for (let number = 0; number < isOut.length; number++) {
      if (!isOut[number] && (isAll || matched[number])) numbers.push(number);
    }
    return numbers;
  }

  /* In which order. */

  /* All words first, then the score, then the newer: the first `most`, and then any order. */
  async bestFirst(numbers, matches, groups, begun, most) {
    const first = this.sorted(numbers, matches, groups, () => 0, Math.max(most, this.source.reranked));
    if (groups.length < 2) return first;
    const best = first.slice(0, this.source.reranked);
    const close = new Map();
    await Promise.all(best.map(async (number) => {
      const { passages } = await this.source.document(number);
      close.set(number, closeness(passages, groups, begun, this.source.stopWords));
    }));
    const again = this.sorted(best, matches, groups, (number) => close.get(number), best.length);
    return [...again, ...first.slice(this.source.reranked)];
  }

  /* The first `most` in their order. Few of many make it among them, so that they are put in their
     place one by one, which spares sorting all. */
  sorted(numbers, { scores, matched }, groups, closeOf, most) {
    const ranks = numbers.map((number) => ({
      number,
      lacks: matched[number] < groups.length,
      raised: scores[number] * (matched[number] + 1) * (WHOLE + closeOf(number)),
    }));
    const before = (a, b) => a.lacks - b.lacks || b.raised - a.raised || b.number - a.number;
    if (most * 8 > ranks.length) return ranks.sort(before).slice(0, most).map((rank) => rank.number);
    const first = ranks.slice(0, most).sort(before);
    for (const rank of ranks.slice(most)) {
      if (before(rank, first[most - 1]) > 0) continue;
      let place = most - 1;
      for (; place > 0 && before(rank, first[place - 1]) < 0; place--) first[place] = first[place - 1];
      first[place] = rank;
    }
    return first.map((rank) => rank.number);
  }

  /* Those that have the phrases, and not those that are unwanted, until there are enough. A text is
     fetched only where all telling words of a phrase are there. */
  async withPhrases(numbers, query, most) {
    const wanted = await Promise.all(query.phrases.map((phrase) => this.havingAll(phrase)));
    const unwanted = await Promise.all(query.unphrased.map((phrase) => this.havingAll(phrase)));
    const hopeful = numbers.filter((number) => wanted.every((having) => having.has(number)));
    const found = [];
    for (let i = 0; i < hopeful.length && found.length < most; i += most) {
      const some = hopeful.slice(i, i + most);
      const holds = await Promise.all(some.map((number) => {
        const isDoubtful = wanted.length || unwanted.some((having) => having.has(number));
        return !isDoubtful || this.hasPhrases(number, query);
      }));
      found.push(...some.filter((_, place) => holds[place]));
    }
    return found.slice(0, most);
  }

  /* The documents with every term of a phrase but those that no document is found by. */
  async havingAll(phrase) {
    const stops = new Set([...this.source.stopWords].map(stemmed));
    const telling = phrase.filter((term) => !stops.has(term));
    const members = await Promise.all(telling.map(async (term) => new Set((await this.source.postings(term)).documents)));
    if (!members.length) return { has: () => true };
    return { has: (number) => members.every((each) => each.has(number)) };
  }

  async hasPhrases(number, query) {
    const { title, passages } = await this.source.document(number);
    const texts = [title, ...passages.flatMap((each) => [each.heading, each.text])];
    const terms = texts.map((text) => tokens(text).map((token) => token.term));
    const isThere = (phrase) => terms.some((each) => occurs(phrase, each));
    return !query.unphrased.some(isThere) && query.phrases.every(isThere);
  }

  async hit(number, { scores, matched }, groups, begun) {
    const document = await this.source.document(number);
    const passage = bestPassage(document.passages, groups, begun);
    return { document, passage, score: scores[number], matched: matched[number] };
  }
}

/* The term under which the documents with a facet's value are found. */
function facetTerm(name, value) {
  return `=${name}:${facetValue(name, value)}`;
}

function facetValue(name, value) {
  const last = name === "cause" ? value.slice(value.lastIndexOf(".") + 1) : value;
  return fold(last.normalize("NFC")).split(/[\s_"-]+/).filter(Boolean).join("-");
}
