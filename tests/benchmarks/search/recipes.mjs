// How lunr and MiniSearch are set up and asked, the same in Node (engines.mjs) and in a browser.
const boost = { title: 8, lessons: 8, summary: 4, tags: 4, cause: 2, text: 1 };

export function lunrBuilder(lunr) {
  const builder = new lunr.Builder();
  builder.pipeline.add(lunr.trimmer, lunr.stopWordFilter, lunr.stemmer);
  builder.searchPipeline.add(lunr.stemmer);
  builder.ref("id");
  for (const [field, weight] of Object.entries({ ...boost, outcome: 1 }))
    builder.field(field, { boost: weight });
  return builder;
}

export function askLunr(lunr, index, { words, phrases, without, fields, unfinished }) {
  const { REQUIRED, PROHIBITED } = lunr.Query.presence;
  const { TRAILING } = lunr.Query.wildcard;
  const all = [...words, ...phrases.flatMap((p) => p.split(/\s+/))].map((w) => w.toLowerCase());
  return index.query((q) => {
    all.forEach((word, i) => {
      q.term(word, { boost: 100 });
      if (unfinished && i === all.length - 1)
        q.term(word, { boost: 10, usePipeline: false, wildcard: TRAILING });
      if (word.length > 4) q.term(word, { boost: 1, usePipeline: false, editDistance: 1 });
    });
    for (const word of without) q.term(word, { presence: PROHIBITED });
    for (const [field, value] of Object.entries(fields))
      q.term(value, { fields: [field], presence: REQUIRED, boost: 0 });
  });
}

export function miniSearchOptions(...stored) {
  return {
    fields: Object.keys(boost),
    storeFields: ["outcome", "cause", ...stored],
    searchOptions: { boost },
  };
}

export function askMiniSearch(index, { words, phrases, without, fields, unfinished }) {
  const last = words.at(-1);
  const banned = new Set(
    without.flatMap((word) => index.search(word, { prefix: false, fuzzy: false })).map((r) => r.id),
  );
  return index.search([...words, ...phrases].join(" "), {
    prefix: (term) => unfinished && term === last?.toLowerCase(),
    fuzzy: (term) => (term.length > 3 ? 0.2 : false),
    filter: (hit) =>
      !banned.has(hit.id) &&
      (!fields.outcome || hit.outcome === fields.outcome) &&
      (!fields.cause || hit.cause.split(" ").includes(fields.cause)),
  });
}
