// The index is made when the site is built, and comes as JSON to a worker.
import MiniSearch from "./library.mjs";
import { askMiniSearch, miniSearchOptions } from "./recipes.mjs";
import { readQuery } from "./query.mjs";

const opened = open();

async function open() {
  const text = await (await fetch("index.json")).text();
  return MiniSearch.loadJSON(text, miniSearchOptions("title", "summary"));
}

onmessage = async ({ data }) => {
  const hits = askMiniSearch(await opened, readQuery(data));
  postMessage(hits.map(({ id, title, summary }) => ({ url: `${id}/`, title, excerpt: summary })));
};
