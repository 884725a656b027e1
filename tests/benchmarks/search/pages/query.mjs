// A query taken apart, as `read_query` of engines.py does.
const LETTER = "[\\p{L}\\p{N}_]";
const WORD = new RegExp(`${LETTER}+`, "gu");
const FIELD = new RegExp(`(?<!${LETTER})(outcome|cause):(${LETTER}+)`, "gu");
const WITHOUT = new RegExp(`(?<!\\S)-(${LETTER}+)`, "gu");
const STOP = new Set("$stopwords".split(" "));

export function readQuery(text) {
  const phrases = [...text.matchAll(/"([^"]+)"/g)].map((found) => found[1]);
  let rest = text.replace(/"[^"]*"/g, " ");
  const fields = Object.fromEntries([...rest.matchAll(FIELD)].map(([, name, value]) => [name, value]));
  rest = rest.replace(FIELD, " ");
  const without = [...rest.matchAll(WITHOUT)].map((found) => found[1]);
  const words = rest.replace(WITHOUT, " ").match(WORD) ?? [];
  const telling = words.filter((word) => !STOP.has(word.toLowerCase()));
  const unfinished = new RegExp(`${LETTER}$`, "u").test(text);
  return { words: telling.length ? telling : words, phrases, without, fields, unfinished };
}
