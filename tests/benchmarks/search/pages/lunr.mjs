// As Material for MkDocs does it: the documents come as JSON, and a worker makes the index of them.
import lunr from "./library.mjs";
import { askLunr, lunrBuilder } from "./recipes.mjs";
import { readQuery } from "./query.mjs";

const opened = open();

async function open() {
  const documents = await (await fetch("search_index.json")).json();
  const builder = lunrBuilder(lunr);
  for (const document of documents) builder.add(document);
  return { index: builder.build(), byId: new Map(documents.map((each) => [each.id, each])) };
}

onmessage = async ({ data }) => {
  const { index, byId } = await opened;
  const hits = askLunr(lunr, index, readQuery(data)).map((hit) => byId.get(hit.ref));
  postMessage(hits.map(({ id, title, summary }) => ({ url: `${id}/`, title, excerpt: summary })));
};
