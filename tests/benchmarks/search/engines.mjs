// The engines that are written in JavaScript, behind JSON lines: {add}, {finish}, {search, k}.
import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";
import { askLunr, askMiniSearch, lunrBuilder, miniSearchOptions } from "./recipes.mjs";

const [, , name, folder] = process.argv;

async function makeLunr() {
  const { default: lunr } = await import("lunr");
  const builder = lunrBuilder(lunr);
  let index;
  return {
    add: (doc) => builder.add(doc),
    finish() {
      index = builder.build();
      return Buffer.byteLength(JSON.stringify(index));
    },
    search: (query) => askLunr(lunr, index, query).map((hit) => hit.ref),
  };
}

async function makeMiniSearch() {
  const { default: MiniSearch } = await import("minisearch");
  const index = new MiniSearch(miniSearchOptions());
  return {
    add: (doc) => index.add(doc),
    finish: () => Buffer.byteLength(JSON.stringify(index)),
    search: (query) => askMiniSearch(index, query).map((hit) => hit.id),
  };
}

// Pagefind's own script, with as much of a browser around it as it asks for.
async function makePagefind(tuned) {
  const base = `${path.resolve(folder, "site/pagefind")}/`;
  globalThis.window = { location: { origin: "http://localhost" } };
  globalThis.location = { href: "http://localhost/" };
  globalThis.document = {
    currentScript: null,
    querySelector: () => ({ lang: "en", getAttribute: () => "en" }),
  };
  globalThis.fetch = async (address) =>
    new Response(await readFile(String(address.url ?? address).replace(/\?.*/, "")), {
      headers: { "content-type": "application/wasm" },
    });
  let pagefind, counts, total, vocabulary;
  const corrected = (word) => {
    if (!/^[a-z]{4,}$/.test(word) || counts[word]) return word;
    if (vocabulary.some((known) => known.startsWith(word))) return word;
    let best = word, least = word.length > 5 ? 3 : 2;
    for (const known of vocabulary) {
      if (Math.abs(known.length - word.length) >= least + 1) continue;
      const d = distance(word, known);
      if (d < least || (d === least && best !== word && counts[known] > counts[best]))
        [best, least] = [known, d];
    }
    return best;
  };
  const plain = async ({ raw, fields }) => {
    const text = raw.replace(/\b(outcome|cause):\w+/g, " ").trim();
    return (await pagefind.search(text, { filters: fields })).results;
  };
  const wrapped = async ({ words, phrases, without, fields }) => {
    const terms = words.map((word) => corrected(word.toLowerCase()));
    const quoted = phrases.map((phrase) => `"${phrase}"`);
    const ask = async (text) => (await pagefind.search(text, { filters: fields })).results;
    let hits = quoted.length ? await ask(quoted[0]) : await ask(terms.join(" "));
    const scores = new Map();
    const known = new Map(hits.map((hit) => [hit.id, hit]));
    for (const term of terms) {
      const some = await ask(term);
      const rarity = Math.log(1 + total / (1 + some.length));
      for (const hit of some) {
        if (quoted.length && !known.has(hit.id)) continue;
        if (!known.has(hit.id)) known.set(hit.id, hit);
        scores.set(hit.id, (scores.get(hit.id) ?? 0) + hit.score * rarity);
      }
    }
    const first = new Set(quoted.length ? [] : hits.map((hit) => hit.id));
    const rest = [...known.values()].filter((hit) => !first.has(hit.id));
    rest.sort((a, b) => (scores.get(b.id) ?? 0) - (scores.get(a.id) ?? 0));
    hits = [...hits.filter((hit) => first.has(hit.id)), ...rest];
    for (const word of without) {
      const banned = new Set((await ask(word)).map((hit) => hit.id));
      hits = hits.filter((hit) => !banned.has(hit.id));
    }
    return hits;
  };
  return {
    async finish() {
      await copyFile(`${base}pagefind.js`, `${base}pagefind.mjs`);
      pagefind = await import(pathToFileURL(`${base}pagefind.mjs`));
      await pagefind.options({ basePath: base, baseUrl: "/" });
      await pagefind.init();
      if (tuned) {
        counts = JSON.parse(await readFile(path.resolve(folder, "words.json"), "utf8"));
        vocabulary = Object.keys(counts).filter((word) => /^[a-z]{4,}$/.test(word));
        total = Math.max(...Object.values(counts));
      }
      return 0;
    },
    async search(query, k) {
      const hits = (await (tuned ? wrapped : plain)(query)).slice(0, k);
      const data = await Promise.all(hits.map((hit) => hit.data()));
      return data.map((page) => decodeURI(page.url).replace(/^.*?\/(?=\d{4}\/)|\/$/g, ""));
    },
  };
}

function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

const makers = {
  lunr: makeLunr,
  minisearch: makeMiniSearch,
  pagefind: () => makePagefind(false),
  "pagefind-tuned": () => makePagefind(true),
};
const engine = await makers[name]();
const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
for await (const line of readline.createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.add) engine.add(message.add);
  else if (message.finish) {
    const bytes = await engine.finish();
    const { user, system } = process.cpuUsage();
    answer({ cpu: (user + system) / 1e6, peak: process.resourceUsage().maxRSS * 1024, bytes });
  } else answer((await engine.search(message.search, message.k)).slice(0, message.k));
}
