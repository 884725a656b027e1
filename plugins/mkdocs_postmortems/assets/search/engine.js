/* The search itself, in whole numbers, exactly as mkdocs_postmortems.search.engine ranks. */

const WHOLE = 16;
const CONCEPT = 10;
const COMPLETED = 12;
const CORRECTED = [0, 10, 7];
const WINDOW = 12;
const CLOSEST = 12;
const MOST_COMPLETIONS = 8;
const MOST_CORRECTIONS = 4;

/* The optimal string alignment distance of two words, or limit + 1 where it is greater. */
function slips(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= other.length; j++) {
      let cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (one[i - 1] !== other[j - 1]));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) > limit) return limit + 1;
    before = above;
  }
  return row[other.length];
}

const byCodePoint = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const commonestFirst = (a, b) => b.frequency - a.frequency || byCodePoint(a.word, b.word);
const termsOf = (words) => [...new Set(words.map((word) => word.term))];

function rankKey(match, groups, closeness) {
  return [match.matched < groups ? 1 : 0, -match.score * (match.matched + 1) * (WHOLE + closeness)];
}

class Engine {
  /* `source` answers, with promises: postings(term), words(prefix), document(number); and has
     count, forms (the glossary), reranked and stopWords. */
  constructor(source) {
    this.source = source;
  }

  async search(text, most = 10) {
    const query = parseQuery(text, this.source.stopWords);
    const groups = await this.groups(query);
    const matches = query.words.length ? await this.matches(groups) : this.everything(query);
    let numbers = await this.narrowed(query, matches);
    numbers = this.sorted(numbers, matches, groups, () => 0);
    const best = numbers.slice(0, this.source.reranked);
    if (groups.length > 1) {
      const closeness = new Map();
      await Promise.all(best.map(async (number) => closeness.set(number, await this.closeness(number, groups))));
      numbers = [
        ...this.sorted(best, matches, groups, (number) => closeness.get(number)),
        ...numbers.slice(this.source.reranked),
      ];
    }
    if (query.phrases.length || query.unphrased.length) numbers = await this.withPhrases(numbers, query, most);
    const hits = await Promise.all(
      numbers.slice(0, most).map((number) => this.hit(number, matches.get(number), groups)),
    );
    const terms = new Set(groups.flatMap((group) => [...group.terms.keys()]));
    return { hits, total: numbers.length, groups, terms, numbers };
  }

  sorted(numbers, matches, groups, closeness) {
    const keys = new Map(
      numbers.map((number) => [number, rankKey(matches.get(number), groups.length, closeness(number))]),
    );
    return [...numbers].sort((a, b) => {
      const [one, other] = [keys.get(a), keys.get(b)];
      return one[0] - other[0] || one[1] - other[1] || b - a;
    });
  }

  async groups(query) {
    const concepts = await this.concepts(query.typed);
    const groups = new Map();
    for (const [place, word] of query.words.entries()) {
      const isOpen = query.isOpen && place === query.words.length - 1;
      const terms = await this.forms(word.term, word.word, isOpen);
      for (const concept of concepts.get(word) ?? []) terms.set(concept, CONCEPT);
      const key = JSON.stringify([...terms.keys()].sort(byCodePoint));
      if (terms.size && !groups.has(key)) groups.set(key, { word: word.word, terms });
    }
    return [...groups.values()];
  }

  /* The concepts of the glossary, by the words that name them. */
  async concepts(typed) {
    const found = new Map();
    for (const { concept, start, end } of this.find(typed.map((word) => word.term))) {
      if (!(await this.source.postings(concept))) continue;
      for (const word of typed.slice(start, end)) found.set(word, [...(found.get(word) ?? []), concept]);
    }
    return found;
  }

  /* Every form of the glossary that occurs in the terms. */
  find(terms) {
    const found = [];
    terms.forEach((term, start) => {
      if (!Object.hasOwn(this.source.forms, term)) return;
      for (const [form, concept] of this.source.forms[term]) {
        if (form.every((each, i) => terms[start + i] === each)) found.push({ concept, start, end: start + form.length });
      }
    });
    return found;
  }

  async forms(term, word, isOpen) {
    const forms = new Map();
    if (await this.source.postings(term)) forms.set(term, WHOLE);
    if ((isOpen && Array.from(word).length > 1) || isHalfAPair(word)) {
      const begun = [...(await this.source.words(word))].sort(commonestFirst);
      for (const completed of termsOf(begun).slice(0, MOST_COMPLETIONS)) {
        if (!forms.has(completed)) forms.set(completed, COMPLETED);
      }
    }
    if (!forms.size) {
      for (const [near, distance] of await this.corrections(word)) forms.set(near, CORRECTED[distance]);
    }
    return forms;
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
    return termsOf(best.sort(commonestFirst)).slice(0, MOST_CORRECTIONS).map((term) => [term, limit]);
  }

  async matches(groups) {
    const matches = new Map();
    for (const group of groups) {
      const best = new Map();
      for (const [term, weight] of group.terms) {
        const found = await this.source.postings(term);
        if (!found) continue;
        for (let i = 0; i < found.documents.length; i++) {
          const weighed = found.impacts[i] * weight;
          if (weighed > (best.get(found.documents[i]) ?? 0)) best.set(found.documents[i], weighed);
        }
      }
      for (const [number, score] of best) {
        const match = matches.get(number);
        if (match) {
          match.score += score;
          match.matched += 1;
        } else matches.set(number, { score, matched: 1 });
      }
    }
    return matches;
  }

  everything(query) {
    const matches = new Map();
    if (query.filters.length || query.unfiltered.length || query.excluded.length || query.unphrased.length) {
      for (let number = 0; number < this.source.count; number++) matches.set(number, { score: 0, matched: 0 });
    }
    return matches;
  }

  async narrowed(query, matches) {
    const wanted = new Map();
    for (const [name, value] of query.filters) {
      const members = wanted.get(name) ?? new Set();
      for (const number of await this.having(facetTerm(name, value))) members.add(number);
      wanted.set(name, members);
    }
    const unwanted = new Set();
    const terms = [...query.unfiltered.map(([name, value]) => facetTerm(name, value)), ...query.excluded];
    for (const term of terms) for (const number of await this.having(term)) unwanted.add(number);
    return [...matches.keys()].filter(
      (number) => !unwanted.has(number) && [...wanted.values()].every((members) => members.has(number)),
    );
  }

  async having(term) {
    return (await this.source.postings(term))?.documents ?? [];
  }

  async closeness(number, groups) {
    const { passages } = await this.source.document(number);
    return Math.max(0, ...passages.map((passage) => closenessOf(this.terms(passage), groups)));
  }

  terms(passage) {
    passage.terms ??= tellingTerms(`${passage.heading} ${passage.text}`, this.source.stopWords);
    return passage.terms;
  }

  /* Documents are fetched only until there are enough: the rest is not counted. */
  async withPhrases(numbers, query, most) {
    const found = [];
    for (let i = 0; i < numbers.length && found.length < most; i += Math.max(most, 1)) {
      const some = numbers.slice(i, i + most);
      const holds = await Promise.all(some.map((number) => this.hasPhrases(number, query)));
      found.push(...some.filter((_, place) => holds[place]));
    }
    return found;
  }

  async hasPhrases(number, query) {
    const document = await this.source.document(number);
    const texts = document.passages.flatMap((each) => [each.heading, each.text]);
    const terms = [document.title, ...texts].map((text) => tokens(text).map((token) => token.term));
    const occurs = (phrase) =>
      terms.some((each) => each.some((_, at) => phrase.every((term, i) => each[at + i] === term)));
    return !query.unphrased.some(occurs) && query.phrases.every(occurs);
  }

  async hit(number, match, groups) {
    const document = await this.source.document(number);
    let best = null;
    let bestFit = [-1, -1];
    for (const passage of document.passages) {
      const fit = this.fit(passage, groups);
      if (fit[0] > bestFit[0] || (fit[0] === bestFit[0] && fit[1] > bestFit[1])) [best, bestFit] = [passage, fit];
    }
    return { number, document, score: match.score, matched: match.matched, passage: best };
  }

  fit(passage, groups) {
    const own = this.terms(passage);
    const terms = new Set([...own, ...this.find(own).map((each) => each.concept)]);
    const found = groups.filter((group) => [...group.terms.keys()].some((term) => terms.has(term))).length;
    return [found * 2 + (found > 0 && passage.kind === "lesson" ? 1 : 0), passage.kind === "opening" ? 1 : 0];
  }
}

function closenessOf(terms, groups) {
  const places = [];
  terms.forEach((term, place) => {
    groups.forEach((group, each) => {
      if (group.terms.has(term)) places.push([place, each]);
    });
  });
  const inside = new Array(groups.length).fill(0);
  let most = 0;
  let start = 0;
  for (const [place, group] of places) {
    inside[group] += 1;
    while (place - places[start][0] >= WINDOW) inside[places[start++][1]] -= 1;
    most = Math.max(most, inside.filter(Boolean).length);
  }
  return most > 1 ? Math.floor((CLOSEST * (most - 1)) / (groups.length - 1)) : 0;
}

/* The term under which the documents with a facet's value are found. */
function facetTerm(name, value) {
  const last = name === "cause" ? value.slice(value.lastIndexOf(".") + 1) : value;
  return `=${name}:${fold(last.normalize("NFC")).split(/[\s_-]+/).filter(Boolean).join("-")}`;
}
