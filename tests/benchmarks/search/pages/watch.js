// In every page, before its own scripts: notes when a query was put in, when what was shown, and
// for how long the main thread was busy. `selectors`: of the field, one hit, and what changes.
(selectors) => {
  const later = setTimeout;
  const BEAT = 4;
  const watch = { shown: [], input: 0, asked: 0, focus: 0, pause: 0, longest: 0, changed: 0 };
  let isPuttingIn = false;

  // -- the query

  addEventListener("keydown", ({ timeStamp }) => (watch.asked ||= timeStamp), true);
  addEventListener("pointerdown", ({ timeStamp }) => (watch.asked ||= timeStamp), true);
  addEventListener("focusin", ({ target }) => {
    if (target.matches(selectors.field)) watch.focus ||= performance.now();
  });
  addEventListener(
    "input",
    ({ timeStamp }) => {
      Object.assign(watch, { input: timeStamp, changed: timeStamp, pause: 0 });
      isPuttingIn = true;
      later(() => (isPuttingIn = false), 0);
    },
    true,
  );
  // An interface that waits for more to be typed does so with a timer.
  globalThis.setTimeout = (run, milliseconds = 0, ...rest) => {
    if (isPuttingIn) watch.pause = Math.max(watch.pause, milliseconds);
    return later(run, milliseconds, ...rest);
  };

  // -- what is shown

  const state = () => {
    const hit = document.querySelector(selectors.hit);
    const status = document.querySelector(selectors.status)?.textContent ?? "";
    return { hit: hit ? `${hit.getAttribute("href")} ${hit.textContent}` : "", status };
  };
  const isBusy = ({ status }) => Boolean(selectors.busy) && status.startsWith(selectors.busy);
  const concerns = ({ target }) =>
    (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest(selectors.region);
  new MutationObserver((records) => {
    if (!records.some(concerns)) return;
    watch.changed = performance.now();
    const entry = { ...state(), known: watch.changed, at: Infinity };
    watch.shown.push(entry);
    requestAnimationFrame(() => later(() => (entry.at = performance.now()), 0));
  }).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["role"],
  });

  // -- the main thread

  let last = performance.now();
  const beat = () => {
    const now = performance.now();
    watch.longest = Math.max(watch.longest, now - last);
    last = now;
    later(beat, BEAT);
  };
  beat();

  // -- for the driver

  const answers = () => watch.shown.filter((entry) => entry.known >= watch.input && !isBusy(entry));
  watch.reset = () => {
    Object.assign(watch, { shown: [], input: 0, asked: 0, focus: 0, pause: 0, longest: 0 });
    last = performance.now();
  };
  watch.isSettled = (quiet) => {
    if (!watch.input || performance.now() - watch.changed < quiet) return false;
    const last = answers().at(-1);
    return Boolean(last) && Number.isFinite(last.at) && !isBusy(state());
  };
  // The hit that stayed on top is what counts: what an earlier query shows late does not.
  watch.read = () => {
    const last = answers().at(-1);
    const first = answers().find(({ hit, status }) => hit === last.hit && (hit || status === last.status));
    return {
      opening: watch.asked && watch.focus ? Math.max(watch.focus - watch.asked, 0) : 0,
      took: first.at - watch.input,
      pause: watch.pause,
      longest: watch.longest,
      found: last.hit !== "",
    };
  };
  globalThis.searchWatch = watch;
}
