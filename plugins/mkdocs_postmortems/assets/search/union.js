/* Several indexes as one: their documents are counted on, and what one index has of a term is put
   behind what the others have. How rare a term is, is then told by all of them together. */

class Union {
  constructor(sources) {
    this.sources = sources;
    this.offsets = [];
    this.count = 0;
    for (const source of sources) {
      this.offsets.push(this.count);
      this.count += source.count;
    }
    const [own] = sources;
    this.stopWords = own.stopWords;
    this.reranked = own.reranked;
  }

  all(ask) {
    return Promise.all(this.sources.map(ask));
  }

  async postings(term) {
    const found = await this.all((source) => source.postings(term));
    const documents = new Uint32Array(found.reduce((sum, each) => sum + each.documents.length, 0));
    const shares = new Uint8Array(documents.length);
    let at = 0;
    found.forEach((each, i) => {
      shares.set(each.shares, at);
      for (const number of each.documents) documents[at++] = number + this.offsets[i];
    });
    return { documents, shares };
  }

  async starting(word) {
    return distinct((await this.all((source) => source.starting(word))).flat());
  }

  async formsOf(concept) {
    return distinct((await this.all((source) => source.formsOf(concept))).flat());
  }

  async words(prefix) {
    const merged = new Map();
    for (const word of (await this.all((source) => source.words(prefix))).flat()) {
      const known = merged.get(word.word);
      merged.set(word.word, known ? { ...known, frequency: known.frequency + word.frequency } : word);
    }
    return [...merged.values()];
  }

  async facet(name) {
    const merged = new Map();
    (await this.all((source) => source.facet(name))).forEach((values, i) => {
      for (const [value, documents] of values) {
        merged.set(value, [...(merged.get(value) ?? []), ...Array.from(documents, (number) => number + this.offsets[i])]);
      }
    });
    return merged;
  }

  async document(number) {
    const i = countUpTo(this.offsets, number) - 1;
    return this.sources[i].document(number - this.offsets[i]);
  }

  /* The first `most` of all in the order of their days; only as many are fetched as it takes. */
  async newestFirst(numbers, most) {
    const queues = this.offsets.map(() => []);
    for (const number of numbers.sort((a, b) => a - b)) queues[countUpTo(this.offsets, number) - 1].push(number);
    const newest = [];
    while (newest.length < most && queues.some((queue) => queue.length)) {
      const heads = await Promise.all(
        queues.map(async (queue) => (queue.length ? (await this.document(queue.at(-1))).date : null)));
      let best = -1;
      heads.forEach((date, i) => { if (date !== null && (best < 0 || date > heads[best])) best = i; });
      newest.push(queues[best].pop());
    }
    return [...newest, ...queues.flat()];
  }
}

function distinct(values) {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
