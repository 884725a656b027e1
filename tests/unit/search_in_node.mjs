// Runs our scripts on a folder of index files: a line of JSON in, a query; a line of JSON out, the hits.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import vm from "node:vm";

const [script, folder] = process.argv.slice(2);
const context = vm.createContext({
  location: { protocol: "http:" },
  TextEncoder,
  console,
  fetch: async (address) => {
    const text = readFileSync(address.split("?")[0], "utf-8");
    return { ok: true, text: async () => text };
  },
});
vm.runInContext(`${readFileSync(script, "utf-8")}\nglobalThis.parts = { Engine, StaticSource, excerpt };`, context);
const { Engine, StaticSource, excerpt } = context.parts;
const engine = new Engine(await StaticSource.open({ folder: `${folder}/`, base: "", title: "" }));
for await (const line of createInterface({ input: process.stdin })) {
  const { text, most } = JSON.parse(line);
  const { hits, total, groups } = await engine.search(text, most);
  const terms = new Set(groups.flatMap((group) => [...group.terms.keys()]));
  const forms = groups.flatMap((group) => group.forms);
  const told = hits.map(({ document, score, matched, passage }) => [
    document.id, score, matched, passage.kind, passage.heading, passage.text, excerpt(passage.text, terms, forms),
  ]);
  console.log(JSON.stringify({ total, hits: told }));
}
