/* The part of a passage that shows why it was found, exactly as mkdocs_postmortems.search.excerpt
   cuts it: pieces of text, every other one of which matched. */

const EXCERPT = 240;

function excerpt(text, terms, forms) {
  const letters = Array.from(text);
  const found = matching(text, terms, forms);
  if (letters.length <= EXCERPT) return pieces(letters, found, 0, letters.length);
  const start = atWord(letters, bestStart(found));
  let end = start + EXCERPT;
  if (end < letters.length) {
    const blank = lastBlank(letters, end - EXCERPT / 4, end);
    if (blank >= 0) end = blank;
  }
  const inside = found.filter((token) => start <= token.start && token.end <= end);
  const cut = pieces(letters, inside, start, Math.min(end, letters.length));
  if (start) cut[0] = `… ${cut[0]}`;
  if (end < letters.length) cut.push(...(cut.length % 2 ? [`${cut.pop()} …`] : [" …"]));
  return cut;
}

/* A title, or another text that is shown whole. */
function marked(text, terms, forms) {
  const letters = Array.from(text);
  return pieces(letters, matching(text, terms, forms), 0, letters.length);
}

/* The tokens that match, their places counted in characters as Python counts them. */
function matching(text, terms, forms) {
  const all = inCharacters(text, tokens(text, beginnings([...terms, ...forms.flat()])));
  const places = new Set();
  all.forEach((token, place) => {
    if (terms.has(token.term)) places.add(place);
    for (const form of forms) {
      if (form.every((term, i) => all[place + i]?.term === term)) form.forEach((_, i) => places.add(place + i));
    }
  });
  return all.filter((_, place) => places.has(place));
}

function inCharacters(text, all) {
  if (!/[\ud800-\udfff]/.test(text)) return all;
  const characters = [];
  let count = 0;
  for (const letter of text) {
    for (let i = 0; i < letter.length; i++) characters.push(count);
    count += 1;
  }
  characters.push(count);
  return all.map((token) => ({ ...token, start: characters[token.start], end: characters[token.end] }));
}

function bestStart(found) {
  const inside = new Map();
  let [most, best, left, right] = [0, 0, 0, 0];
  const change = (token, by) => {
    const count = (inside.get(token.term) ?? 0) + by;
    if (count) inside.set(token.term, count);
    else inside.delete(token.term);
  };
  for (const first of found) {
    const begin = Math.max(first.start - EXCERPT / 4, 0);
    while (right < found.length && found[right].start < begin + EXCERPT) change(found[right++], 1);
    while (found[left].start < begin) change(found[left++], -1);
    if (inside.size > most) [most, best] = [inside.size, begin];
  }
  return best;
}

/* The beginning of the word at a place, if it is near: not every script has blanks. */
function atWord(letters, start) {
  if (start < EXCERPT / 4) return 0;
  const blank = lastBlank(letters, start - EXCERPT / 4, start);
  return blank < 0 ? start : blank + 1;
}

function lastBlank(letters, from, to) {
  for (let i = to - 1; i >= from; i--) if (letters[i] === " ") return i;
  return -1;
}

function pieces(letters, found, start, end) {
  const cut = [];
  let at = start;
  for (const token of found) {
    if (token.start < at && cut.length) {
      // The pairs of one run overlap, and are marked as one.
      if (token.end > at) cut[cut.length - 1] += letters.slice(at, token.end).join("");
    } else cut.push(letters.slice(at, token.start).join(""), letters.slice(token.start, token.end).join(""));
    at = Math.max(at, token.end);
  }
  cut.push(letters.slice(at, end).join(""));
  return cut;
}
