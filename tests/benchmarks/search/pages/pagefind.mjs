// Pagefind as it comes, asked as in engines.mjs.
const VALUE = /\b(outcome|cause):(\w+)/g;

export async function open() {
  const pagefind = await import("./pagefind/pagefind.js");
  await pagefind.init();
  return {
    async search(text) {
      const filters = Object.fromEntries([...text.matchAll(VALUE)].map(([, name, value]) => [name, value]));
      const { results } = await pagefind.search(text.replace(VALUE, " ").trim(), { filters });
      return results.map((result) => async () => {
        const { url, meta, excerpt } = await result.data();
        return { url, title: meta.title, excerpt };
      });
    },
  };
}
