/* Where the engine runs: in a worker it answers messages; in a page, where there can be no worker,
   it is called. */

if (typeof document === "undefined") {
  let desk;
  globalThis.onmessage = async ({ data: { id, ask, given } }) => {
    try {
      if (ask === "open") desk = new Desk(given);
      postMessage({ id, value: ask === "open" ? true : await desk[ask](given) });
    } catch (error) {
      if (!(error instanceof IndexError)) setTimeout(() => { throw error; });
      postMessage({ id, problem: error instanceof IndexError ? error.message : MESSAGES.damaged });
    }
  };
} else {
  globalThis.postmortemsDesk = (given) => new Desk(given);
}
