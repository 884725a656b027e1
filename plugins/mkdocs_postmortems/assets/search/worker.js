/* Where the engine runs: in a worker it answers messages; in a page, where there can be no worker,
   it is called. */

if (typeof document === "undefined") {
  // Our own manifest is wanted in any case, so it is on its way before anybody asks.
  const manifest = load(new URL("search/", location.href).href, "manifest");
  manifest.catch(() => {});
  let desk;
  globalThis.onmessage = async ({ data: { id, ask, given } }) => {
    try {
      if (ask === "open") desk = new Desk([{ ...given[0], manifest }, ...given.slice(1)]);
      postMessage({ id, value: ask === "open" ? true : await desk[ask](given) });
    } catch (error) {
      if (!(error instanceof IndexError)) setTimeout(() => { throw error; });
      postMessage({ id, problem: error instanceof IndexError ? error.message : MESSAGES.damaged });
    }
  };
} else {
  globalThis.postmortemsDesk = (sites) => new Desk(sites);
}
