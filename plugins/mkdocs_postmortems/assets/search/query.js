/* What was typed, taken apart, exactly as mkdocs_postmortems.search.query does. */

const FILTERS = new Set([
  "outcome", "stage", "decision", "confidence", "cause", "tag", "team", "author", "series", "year",
]);
const PIECE =
  /(?<not>-)?(?:(?<name>[a-z]+):(?:"(?<quoted>[^"]*)"|(?<value>[^\s"]+))|"(?<phrase>[^"]*)"?|(?<word>\S+))/gi;
const LONGEST_QUERY = 1000;

/* `chosen` are facets with values, besides those that were typed. */
function parseQuery(typed, stopWords, chosen = []) {
  const text = Array.from(typed.normalize("NFC")).slice(0, LONGEST_QUERY).join("");
  const words = [];
  const query = { phrases: [], excluded: [], unphrased: [], filters: [], unfiltered: [] };
  let isOpen = false;
  for (const piece of text.matchAll(PIECE)) {
    const { name = "", quoted, value, phrase, word } = piece.groups;
    const wanted = quoted ?? value;
    isOpen = false;
    if (FILTERS.has(name.toLowerCase()) && wanted !== undefined) {
      (piece.groups.not ? query.unfiltered : query.filters).push([name.toLowerCase(), wanted]);
    } else if (piece.groups.not) {
      const rest = phrase ?? (word || null) ?? piece[0].replace(/^-+/, "");
      const terms = tokens(rest).map((token) => token.term);
      if (phrase !== undefined && terms.length > 1) query.unphrased.push(terms);
      else query.excluded.push(...terms);
    } else if (phrase !== undefined) {
      const found = tokens(phrase);
      words.push(...found);
      if (found.length > 1) query.phrases.push(found.map((token) => token.term));
    } else {
      const found = tokens(piece[0]);
      words.push(...found);
      isOpen = found.length > 0 && piece.index + piece[0].length === text.length;
    }
  }
  const telling = words.filter((word) => !stopWords.has(word.word));
  query.isOpen = isOpen && (!telling.length || words[words.length - 1] === telling[telling.length - 1]);
  query.filters.push(...chosen);
  query.typed = words;
  // Stop words beside a filter say no more than the filter does.
  query.words = telling.length || (narrows(query) && !query.phrases.length) ? telling : words;
  query.isOpen &&= query.words.length > 0;
  return query;
}

/* Whether a query says more than words: something to be left out or kept to. */
function narrows({ filters, unfiltered, excluded, unphrased }) {
  return filters.length + unfiltered.length + excluded.length + unphrased.length > 0;
}

/* Whether a query is of stop words only, which no postmortem is found by. */
function isCommon({ typed }, stopWords) {
  return typed.length > 0 && typed.every(({ word }) => stopWords.has(word));
}
