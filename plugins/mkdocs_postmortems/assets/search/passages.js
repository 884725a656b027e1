/* Inside a postmortem, exactly as mkdocs_postmortems.search.passages looks at it. A group is a word
   of a search with the `terms` that may stand for it, and the `forms` of the concepts among them. */

const WINDOW = 12;
const CLOSEST = 12;

/* Whether a phrase stands in terms as it is. */
function occurs(phrase, terms) {
  return terms.some((_, at) => phrase.every((term, i) => terms[at + i] === term));
}

/* All that groups may look for, by how it begins. */
function begunBy(groups) {
  return beginnings(groups.flatMap((group) => [...group.terms.keys(), ...group.forms.flat()]));
}

/* The tokens of a passage, remembered as long as the same is looked for. */
function written(passage, begun) {
  if (passage.begun !== begun) Object.assign(passage, { begun, tokens: tokens(`${passage.heading} ${passage.text}`, begun) });
  return passage.tokens;
}

/* How much of the search stands within twelve telling words of one passage. */
function closeness(passages, groups, begun, stopWords) {
  return Math.max(0, ...passages.map((passage) => closenessOf(written(passage, begun), groups, stopWords)));
}

function closenessOf(all, groups, stopWords) {
  const telling = all.filter((token) => !stopWords.has(token.word));
  const places = telling.flatMap(({ term }, place) =>
    groups.flatMap((group, each) => (group.terms.has(term) ? [[place, each]] : [])));
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

/* The passage that answers best, by how many words, a lesson before others; then the first. */
function bestPassage(passages, groups, begun) {
  let best = { kind: "opening", anchor: "", heading: "", text: "" };
  let bestFit = -1;
  for (const passage of passages) {
    const terms = written(passage, begun).map((token) => token.term);
    const there = new Set(terms);
    const found = groups.filter((group) =>
      [...group.terms.keys()].some((term) => there.has(term)) || group.forms.some((form) => occurs(form, terms))).length;
    const fit = found * 4 + (found && passage.kind === "lesson" ? 2 : 0) + (passage.kind === "opening" ? 1 : 0);
    if (fit > bestFit) [best, bestFit] = [passage, fit];
  }
  return best;
}
