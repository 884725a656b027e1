/* Text to terms, exactly as mkdocs_postmortems.search.tokens cuts it. */

const RUN = /[\p{L}\p{N}]+/gu;
const DENSE = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+/g;
const PLAIN = /^[a-z0-9]+$/i;
const ENGLISH = /^[a-z]+$/;
const LONGEST_TERM = 40;
const STEMS = new Map();

function fold(word) {
  if (PLAIN.test(word)) return word.toLowerCase();
  return word.normalize("NFKD").replace(/\p{Mn}/gu, "").normalize("NFC").toLowerCase();
}

function stemmed(word) {
  if (!ENGLISH.test(word)) return word;
  let found = STEMS.get(word);
  if (found === undefined) STEMS.set(word, (found = stem(word)));
  return found;
}

/* Whether a folded word is one character of Chinese, Japanese or Korean. */
function isHalfAPair(word) {
  return word.length === 1 && word.search(DENSE) === 0;
}

/* Tokens of composed text: term, folded word, and where the word begins and ends. Where `begun` is
   given, only words that begin as it has are stemmed: others are not looked for, and it takes long. */
function tokens(text, begun) {
  const found = [];
  for (const run of text.matchAll(RUN)) {
    const start = run.index;
    const end = start + run[0].length;
    const word = fold(run[0]);
    if (word) found.push(...piecesOf(word, start, end, begun));
  }
  return found;
}

/* The first letters of all words that may have one of the terms: stemming changes no more of them
   than y after the first one, as in "dying", and where it leaves one letter, as of "AED". */
function beginnings(terms) {
  const begun = new Set();
  for (const term of terms) {
    const [first, second = ""] = term;
    begun.add(first + second).add(`${first}y`);
    if (!second) begun.add(`${first}e`).add(`${first}i`);
  }
  return begun;
}

/* A run without blanks between words is cut into pairs; letters of other scripts in it stay whole. */
function piecesOf(word, start, end, begun) {
  if (ENGLISH.test(word)) {
    const piece = word.slice(0, LONGEST_TERM);
    return [{ term: !begun || begun.has(piece.slice(0, 2)) ? stemmed(piece) : piece, word: piece, start, end }];
  }
  const places = [];
  let position = 0;
  for (const dense of word.matchAll(DENSE)) {
    const from = dense.index;
    const to = from + dense[0].length;
    places.push([position, from]);
    for (let i = from; i < Math.max(to - 1, from + 1); i++) places.push([i, Math.min(i + 2, to)]);
    position = to;
  }
  places.push([position, word.length]);
  const isExact = places.length > 1 && word.length === end - start;
  return places
    .filter(([first, last]) => first < last)
    .map(([first, last]) => {
      const piece = Array.from(word.slice(first, last)).slice(0, LONGEST_TERM).join("");
      return {
        term: stemmed(piece),
        word: piece,
        start: isExact ? start + first : start,
        end: isExact ? start + last : end,
      };
    });
}

function tellingTerms(text, stopWords) {
  return tokens(text).filter((token) => !stopWords.has(token.word)).map((token) => token.term);
}
