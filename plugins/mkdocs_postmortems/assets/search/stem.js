/* English words to their stems, exactly as Python's snowballstemmer 3.1 makes them.

   The algorithm is the Snowball English stemmer (Porter2) by M. F. Porter, BSD licence, with the
   rules of Snowball 3.1: https://snowballstem.org/algorithms/english/stemmer.html
   Written anew from its description. While a word is stemmed, Y is a y that is a consonant. */

const stemRules = (text) => new Map(text.split(" ").map((rule) => {
  const [from, ...to] = rule.split(":");
  return [from, to];
}));

const stemExceptions = stemRules(
  "skis:ski skies:sky idly:idl gently:gentl ugly:ugli early:earli only:onli singly:singl " +
  "andes:andes atlas:atlas bias:bias cosmos:cosmos howe:howe news:news sky:sky");

/* R1 begins where group 1 ends, R2 where group 2 ends; each is empty where there is no group. */
const stemRegions =
  /^(arsen|commun|emerg|gener|inter|later|organ|past|univers|[^aeiouy]*[aeiouy]+[^aeiouy])([^aeiouy]*[aeiouy]+[^aeiouy])?/;
const stemShort = /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$|past$/;

/* Endings and what replaces them, followed, if only some letters may come before, by these. */
const stemStep2 = stemRules(
  "tional:tion enci:ence anci:ance abli:able entli:ent izer:ize ization:ize ational:ate " +
  "ation:ate ator:ate alism:al aliti:al alli:al fulness:ful fulli:ful ousli:ous ousness:ous " +
  "iveness:ive iviti:ive biliti:ble bli:ble ogist:og ogi:og:l lessli:less li::cdeghkmnrt");
const stemStep3 = stemRules(
  "tional:tion ational:ate alize:al icate:ic iciti:ic ical:ic ful: ness: ative:");
const stemStep4 = stemRules(
  "al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: ism: ate: iti: ous: ive: " +
  "ize: ion::st");

/* The word with its longest ending among these replaced, if that lies in the region. */
const stemReplace = (word, endings, region) => {
  for (let i = Math.max(0, word.length - 7); i < word.length; i++) {
    const rule = endings.get(word.slice(i));
    if (!rule) continue;
    const [to, before] = rule;
    return i >= region && (!before || before.includes(word[i - 1])) ? word.slice(0, i) + to : word;
  }
  return word;
};

/* Step 1b: -eed, -ed, -ing, and these with -ly. */
const stemPast = (word, r1) => {
  const [, root, ending] = /^(.*?)(eed|ed|ing|eedly|edly|ingly)$/.exec(word) || [];
  if (!ending) return word;
  if (ending.startsWith("ee")) {
    return root.length < r1 || /^(succ|proc|exc)$/.test(root) ? word : root + "ee";
  }
  if (ending === "ing") {
    if (/^[^aeiouy]y$/.test(root)) return root[0] + "ie";
    if (/^(even|cann|inn|earr|herr|out)$/.test(root)) return word;
  }
  if (!/[aeiouy]/.test(root)) return word;
  if (/(at|bl|iz)$/.test(root)) return root + "e";
  if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(root)) {
    return /^[aeo]..$/.test(root) ? root : root.slice(0, -1);
  }
  return root.length === r1 && stemShort.test(root) ? root + "e" : root;
};

function stem(word) {
  if (stemExceptions.has(word)) return stemExceptions.get(word)[0];
  if (word.length < 3) return word;
  word = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
  const [start, first, second] = stemRegions.exec(word) || [];
  const r1 = first ? first.length : word.length;
  const r2 = second ? start.length : word.length;

  word = word.replace(/sses$/, "ss") // Step 1a.
    .replace(/(..i)e[ds]$|^(.?ie)[ds]$/, "$1$2")
    .replace(/([aeiouy].*[^su])s$/, "$1");
  word = stemPast(word, r1);
  word = word.replace(/(.[^aeiouy])y$/, "$1i"); // Step 1c.
  word = stemReplace(word, stemStep2, r1);
  word = stemReplace(word, stemStep3, word.endsWith("ative") ? r2 : r1);
  word = stemReplace(word, stemStep4, r2);

  const rest = word.slice(0, -1); // Step 5.
  const last = rest.length;
  const isCut = word.endsWith("e")
    ? last >= r2 || (last >= r1 && !stemShort.test(rest))
    : word.endsWith("ll") && last >= r2;
  return (isCut ? rest : word).toLowerCase();
}
