/* Which words a mistyped or half-typed word may have meant, exactly as
   mkdocs_postmortems.search.nearness finds them. */

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

const byUnits = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const commonestFirst = (a, b) => b.frequency - a.frequency || byCodePoints(a.word, b.word);

/* The terms of the first words, so many different ones at the most. */
function termsOf(words, most) {
  const terms = new Set();
  for (const { word } of words) {
    if (terms.size < most) terms.add(stemmed(word));
  }
  return [...terms];
}

/* Python's order of texts: by characters, not by units of UTF-16. */
function byCodePoints(a, b) {
  for (let i = 0; i < a.length && i < b.length; ) {
    const [one, other] = [a.codePointAt(i), b.codePointAt(i)];
    if (one !== other) return one - other;
    i += one > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}
