/* Reads the static index piece by piece. Its format is told in mkdocs_postmortems.search.static. */

const VERSION = 2;
const MESSAGES = {
  missing: "The search index could not be loaded. Are you offline? Else reload the page, or build the site again.",
  version: "The search index is of another version than this page. Reload the page.",
  damaged: "The search index is damaged. Build the site again.",
};
const DIGITS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((digit) => !'"\\<'.includes(digit));
const VALUES = new Uint8Array(128).fill(255);
DIGITS.forEach((digit, value) => { VALUES[digit.charCodeAt(0)] = value; });
const LAST = 64;
const BEFORE = DIGITS.length - LAST;
const NOTHING = { documents: new Uint32Array(0), shares: new Uint8Array(0) };

class IndexError extends Error {}

/* The value of a file, by fetch; as a script where pages may not fetch, as on file://. */
async function load(folder, name, stamp) {
  if (location.protocol === "file:") return loadScript(`${folder}${name}.js`);
  let response;
  let text;
  try {
    response = await fetch(`${folder}${name}.js${stamp ? `?${stamp}` : ""}`, stamp ? {} : { cache: "no-cache" });
    text = await response.text();
  } catch {
    throw new IndexError(MESSAGES.missing);
  }
  if (!response.ok) throw new IndexError(MESSAGES.missing);
  return valueIn(text);
}

/* The value in the text of a file. */
function valueIn(text) {
  return readable(() => JSON.parse(text.slice(text.indexOf(",") + 1, text.lastIndexOf(")"))));
}

/* Each file calls this with its name and its value, while it runs as a script. */
globalThis.postmortemsSearch = (_, value) => {
  document.currentScript.value = value;
};

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onerror = () => reject(new IndexError(MESSAGES.missing));
    script.onload = () => {
      script.remove();
      if (script.value === undefined) reject(new IndexError(MESSAGES.damaged));
      else resolve(script.value);
    };
    document.head.append(script);
  });
}

/* What `read` makes of something from the index; what cannot be read is damaged. */
function readable(read) {
  try {
    return read();
  } catch {
    throw new IndexError(MESSAGES.damaged);
  }
}

/* Postings: steps from document to document, until as many characters are left as there were
   steps, which are the shares; where there are no shares, all are steps. */
function decodedPostings(text, hasShares) {
  const documents = [];
  let number = -1;
  let at = 0;
  while (at < text.length && !(hasShares && text.length - at === documents.length)) {
    let step = 0;
    let worth = 1;
    let value = VALUES[text.charCodeAt(at++)];
    while (value >= LAST) {
      if (value === 255 || at >= text.length) throw new IndexError(MESSAGES.damaged);
      step += value * worth;
      worth *= BEFORE;
      value = VALUES[text.charCodeAt(at++)];
    }
    documents.push((number += step + value * worth + 1));
  }
  const shares = Uint8Array.from(text.slice(at), (digit) => VALUES[digit.charCodeAt(0)]);
  return { documents: Uint32Array.from(documents), shares };
}

/* The words of a list, with how many documents have them. */
function decodedWords(lines) {
  const isPlain = !/[\ud800-\udfff]/.test(lines);
  let before = "";
  return lines.split("\n").map((line) => {
    const colon = line.lastIndexOf(":");
    const rest = colon < 0 ? line.slice(1) : line.slice(1, colon);
    const shared = parseInt(line[0], 36);
    before = (isPlain ? before.slice(0, shared) : Array.from(before).slice(0, shared).join("")) + rest;
    return { word: before, frequency: colon < 0 ? 1 : parseInt(line.slice(colon + 1), 36) };
  });
}

/* The CRC-32 of a text in UTF-8. */
function checksum(text) {
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/* How many of the ascending items are not greater than one. */
function countUpTo(items, item) {
  let low = 0;
  for (let high = items.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (items[middle] <= item) low = middle + 1;
    else high = middle;
  }
  return low;
}

const numbered = (kind, number) => `${kind}${Math.floor(number / 1000)}/${number % 1000}`;

class StaticSource {
  /* `site` has the `folder` of the index, the site's address (`base`), and its `title`; `text` is
     the manifest's, if it was fetched already. */
  static async open(site, text = "") {
    const manifest = text.startsWith("postmortemsSearch") ? valueIn(text) : await load(site.folder, "manifest");
    if (manifest.version !== VERSION) throw new IndexError(MESSAGES.version);
    return new StaticSource(site, manifest);
  }

  constructor(site, manifest) {
    this.site = site;
    this.manifest = manifest;
    this.count = manifest.count;
    this.reranked = manifest.reranked;
    this.stopWords = new Set(manifest.stopWords.split(" "));
    this.heavy = new Set(manifest.heavy);
    this.loaded = new Map();
    this.decoded = new Map();
  }

  piece(name, read = (value) => value) {
    if (!this.loaded.has(name)) {
      const loading = load(this.site.folder, name, this.manifest.stamp).then((value) => readable(() => read(value)));
      loading.catch(() => this.loaded.delete(name));
      this.loaded.set(name, loading);
    }
    return this.loaded.get(name);
  }

  /* All that is known of a term, with what the glossary says of it. */
  about(term) {
    const sum = checksum(term);
    const name = sum.toString(16).padStart(8, "0");
    if (this.heavy.has(term)) return this.piece(`h${name[0]}/${name.slice(1)}`);
    return this.piece(numbered("t", sum % this.manifest.shards));
  }

  async known(term, mark) {
    const about = await this.about(term);
    return Object.hasOwn(about, mark + term) ? about[mark + term] : undefined;
  }

  async postings(term) {
    if (!this.decoded.has(term)) {
      const text = await this.known(term, "");
      this.decoded.set(term, text === undefined ? NOTHING : readable(() => decodedPostings(text, term[0] !== "=")));
    }
    return this.decoded.get(term);
  }

  /* The forms of the glossary that begin with the term of a word, each with its concept. */
  async starting({ term, word }) {
    if (Object.hasOwn(this.manifest.starts, term)) return this.manifest.starts[term];
    return this.stopWords.has(word) ? [] : ((await this.known(term, "?")) ?? []);
  }

  async formsOf(concept) {
    return (await this.known(concept, "!")) ?? [];
  }

  /* The words that begin with a prefix. */
  async words(prefix) {
    const { lists } = this.manifest;
    const first = Math.max(countUpTo(lists, prefix) - 1, 0);
    const names = [];
    for (let i = first; i < lists.length && (i === first || lists[i].startsWith(prefix)); i++) names.push(numbered("w", i));
    const found = await Promise.all(names.map((name) => this.piece(name, decodedWords)));
    return found.flat().filter((word) => word.word.startsWith(prefix));
  }

  /* The documents by each value of a facet. */
  async facet(name) {
    if (!this.manifest.facets.includes(name)) return new Map();
    return this.piece(`f/${name}`, (values) =>
      new Map(Object.entries(values).map(([value, text]) => [value, decodedPostings(text, false).documents])));
  }

  async document(number) {
    return this.piece(numbered("d", number), (value) => ({
      ...value,
      address: this.site.base + value.url,
      from: this.site.title,
      passages: value.passages.map(([kind, anchor, heading, text]) => ({ kind, anchor, heading, text })),
    }));
  }

  /* Numbers as they are, newest first. */
  async newestFirst(numbers) {
    return numbers.sort((a, b) => b - a);
  }
}
