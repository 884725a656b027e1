export default function (config) {
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addCollection("newest", (all) => all.getFilteredByGlob("content/posts/*.md").reverse());
  return {
    dir: { input: "content", includes: "../layouts", output: "site" },
    markdownTemplateEngine: false,
  };
}
