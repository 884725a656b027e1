// In Node: documents as JSON lines come in, the index goes out as JSON.
import readline from "node:readline";
import MiniSearch from "minisearch";
import { miniSearchOptions } from "./recipes.mjs";

const index = new MiniSearch(miniSearchOptions("title", "summary"));
for await (const line of readline.createInterface({ input: process.stdin })) index.add(JSON.parse(line));
process.stdout.write(JSON.stringify(index));
