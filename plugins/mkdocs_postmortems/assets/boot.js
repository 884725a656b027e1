/* On every page: a button, Ctrl+K and /, which bring in the search when it is first wanted. */
(() => {
  const settings = globalThis.postmortemsSettings;
  const folder = new URL(".", document.currentScript.src).href;
  const site = new URL("../../", folder).href;
  let loading;
  const load = () =>
    (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = folder + settings.script;
      script.onload = resolve;
      script.onerror = () => { loading = undefined; reject(new Error("The search could not be loaded. Are you offline?")); };
      document.head.append(script);
    }));
  const tell = (error) => {
    const dialog = document.createElement("dialog");
    dialog.textContent = error.message;
    dialog.onclose = () => dialog.remove();
    dialog.onclick = () => dialog.close();
    document.body.append(dialog);
    dialog.showModal();
  };
  let worker;
  let manifest;
  const show = async (open) => {
    try {
      // The engine and the manifest are fetched beside what shows the search, not after it.
      if (location.protocol !== "file:") {
        manifest ??= fetch(`${folder}search/manifest.js`, { cache: "no-cache" }).then((response) => response.text(), () => "");
      }
      if (location.protocol !== "file:" && !worker) {
        worker = new Worker(folder + settings.engine);
        worker.onerror = () => { worker.failed = true; };
      }
    } catch {
      // Where there may be no worker, the search runs in the page.
    }
    try {
      await load();
    } catch (error) {
      return tell(error);
    }
    const { engine, page, federation, ...rest } = settings;
    const own = { base: site, folder: `${folder}search/`, title: "" };
    const others = federation.map(({ title, base }) => ({ title, base, folder: `${base}assets/postmortems/search/` }));
    return globalThis.postmortemsSearchView({ ...rest, open, worker, manifest, engine: folder + engine, page: site + page, sites: [own, ...others] });
  };
  const typing = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  document.addEventListener("keydown", (event) => {
    const isKey = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
    if (!isKey && !isSlash) return;
    event.preventDefault();
    event.stopPropagation();
    show(true);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-pm-search]")) show(true);
  });
  const dress = () => {
    const header = document.querySelector(".md-header__inner");
    if (header && !header.querySelector("[data-pm-search]")) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "md-header__button md-icon pm-search-button", title: "Search postmortems (Ctrl+K)" });
      button.dataset.pmSearch = "";
      button.setAttribute("aria-label", "Search postmortems");
      button.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M9.5 3A6.5 6.5 0 0 1 16 9.5c0 1.6-.6 3.1-1.6 4.2l.3.3h.8l5 5-1.5 1.5-5-5v-.8l-.3-.3A6.5 6.5 0 1 1 9.5 3m0 2a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9"/></svg>';
      header.append(button);
    }
    if (document.querySelector("[data-pm-search-page]")) show(false);
  };
  // Material announces each page it brings in by itself (navigation.instant).
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(dress);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", dress);
  else dress();
})();
