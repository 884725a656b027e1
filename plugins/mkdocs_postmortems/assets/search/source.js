/* Reads the static index piece by piece. Its format is told in mkdocs_postmortems.search.static. */

const VERSION = 1;
const MESSAGES = {
  missing: "The search index could not be loaded. Reload the page, or build the site again.",
  version: "The search index is of another version than this page. Reload the page.",
  damaged: "The search index is damaged. Build the site again.",
};

class IndexError extends Error {}

const waiting = new Map();
globalThis.postmortemsSearch = (name, value) => {
  waiting.get(name)?.(value);
  waiting.delete(name);
};

/* The value of a file, by fetch; as a script where pages may not fetch, as on file://. */
async function load(folder, name, stamp) {
  const address = `${folder}${name}.js${stamp ? `?${stamp}` : ""}`;
  if (location.protocol === "file:") return loadScript(`${folder}${name}.js`, name);
  let response;
  try {
    response = await fetch(address, stamp ? {} : { cache: "no-cache" });
  } catch {
    throw new IndexError(MESSAGES.missing);
  }
  if (!response.ok) throw new IndexError(MESSAGES.missing);
  const text = await response.text();
  try {
    return JSON.parse(text.slice(text.indexOf(",") + 1, text.lastIndexOf(")")));
  } catch {
    throw new IndexError(MESSAGES.damaged);
  }
}

function loadScript(address, name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const failed = () => reject(new IndexError(MESSAGES.missing));
    waiting.set(name, resolve);
    script.src = address;
    script.onerror = failed;
    script.onload = () => {
      script.remove();
      if (waiting.delete(name)) reject(new IndexError(MESSAGES.damaged));
    };
    document.head.append(script);
  });
}

function decodedPostings(encoded) {
  let data;
  try {
    data = atob(encoded);
  } catch {
    throw new IndexError(MESSAGES.damaged);
  }
  const documents = [];
  const impacts = [];
  let number = -1;
  for (let i = 0; i < data.length; i++) {
    let step = 0;
    for (let shift = 0; ; shift += 7, i++) {
      const byte = data.charCodeAt(i);
      step |= (byte & 0x7f) << shift;
      if (!(byte & 0x80)) break;
    }
    documents.push((number += step));
    impacts.push(data.charCodeAt(++i));
  }
  return { documents, impacts };
}

function decodedWords(lines) {
  let before = [];
  return lines.split("\n").map((line) => {
    const colon = line.lastIndexOf(":");
    const rest = colon < 0 ? line.slice(1) : line.slice(1, colon);
    const word = [...before.slice(0, parseInt(line[0], 36)), ...rest];
    before = word;
    const text = word.join("");
    return { word: text, term: stemmed(text), frequency: colon < 0 ? 1 : parseInt(line.slice(colon + 1), 36) };
  });
}

class StaticSource {
  static async open(folder) {
    const manifest = await load(folder, "manifest");
    if (manifest.version !== VERSION) throw new IndexError(MESSAGES.version);
    return new StaticSource(folder, manifest);
  }

  constructor(folder, manifest) {
    this.folder = folder;
    this.stamp = manifest.stamp;
    this.count = manifest.count;
    this.reranked = manifest.reranked;
    this.forms = manifest.forms;
    this.stopWords = new Set(manifest.stopWords.split(" "));
    this.shards = manifest.terms;
    this.initials = new Set(manifest.initials);
    this.loaded = new Map();
    this.decoded = new Map();
  }

  piece(name, read = (value) => value) {
    if (!this.loaded.has(name)) {
      const loading = load(this.folder, name, this.stamp).then(read);
      loading.catch(() => this.loaded.delete(name));
      this.loaded.set(name, loading);
    }
    return this.loaded.get(name);
  }

  async postings(term) {
    if (this.decoded.has(term)) return this.decoded.get(term);
    let low = 0;
    for (let high = this.shards.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (this.shards[middle] <= term) low = middle + 1;
      else high = middle;
    }
    const shard = low ? await this.piece(`t${low - 1}`) : {};
    const found = Object.hasOwn(shard, term) ? decodedPostings(shard[term]) : null;
    this.decoded.set(term, found);
    return found;
  }

  async words(prefix) {
    const first = String.fromCodePoint(prefix.codePointAt(0));
    if (!this.initials.has(first)) return [];
    const words = await this.piece(`w${first.codePointAt(0).toString(16)}`, decodedWords);
    return words.filter((word) => word.word.startsWith(prefix));
  }

  async document(number) {
    return this.piece(`d${number}`, (value) => ({
      ...value,
      passages: value.passages.map(([kind, anchor, heading, text]) => ({ kind, anchor, heading, text })),
    }));
  }
}
