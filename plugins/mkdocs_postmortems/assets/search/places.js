/* Where a search stands: in a dialog on any page, and on the search page. The boot script tells
   what the site is like. */

const FACET_NAMES = ["outcome", "stage", "cause", "tag", "team", "author", "year"];

/* The search page: its form is in the page, and its state in the address, so that it can be shared. */
function searchPage(root, options) {
  const form = root.querySelector("form");
  const facets = Object.fromEntries(
    FACET_NAMES.map((name) => [name, form.elements[name]]).filter(([, select]) => select),
  );
  const field = form.elements.q;
  const sort = form.elements.sort;
  const view = new SearchView(root, {
    ...options, field, sort, facets,
    onState() {
      const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value && value !== "relevance"));
      history.replaceState(history.state, "", given.size ? `?${given}` : location.pathname);
    },
  });
  const take = (address) => {
    const state = new URL(address).searchParams;
    field.value = state.get("q") ?? "";
    sort.value = state.get("sort") === "date" ? "date" : "relevance";
    for (const name of Object.keys(facets)) view.choose(name, state.get(name) ?? "");
    view.soon();
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  // Another address of this page: where pages are exchanged by script, none would be brought.
  for (const saved of root.querySelectorAll("[data-pm-saved]")) {
    saved.addEventListener("click", (event) => {
      if (isElsewhere(event)) return;
      event.preventDefault();
      event.stopPropagation();
      take(saved.href);
    });
  }
  take(location.href);
}

/* The dialog, made when it is first asked for. */
function searchDialog(options) {
  const field = element("input", { type: "text", class: "pm-search__field", placeholder: "Has anyone tried …", "aria-label": "Search postmortems" });
  const close = element("button", { type: "button", class: "pm-search__close", "aria-label": "Close search" }, "Close");
  const page = element("a", { class: "pm-more", href: options.page }, "All filters");
  const keys = element("span", { class: "pm-more pm-search__keys" }, "↑ ↓ choose · Enter opens · Esc closes");
  const body = element("div", { class: "pm-search__body", tabindex: "0", role: "group", "aria-label": "What was found" });
  const dialog = element("dialog", { class: "pm-search md-typeset", "aria-label": "Search postmortems" },
    element("div", { class: "pm-search__top" }, field, close), body, element("p", { class: "pm-search__foot" }, page, keys));
  document.body.append(dialog);
  const view = new SearchView(body, { ...options, field, onOpen: () => dialog.close(),
    onState() { page.href = field.value ? `${options.page}?q=${encodeURIComponent(field.value)}` : options.page; } });
  close.addEventListener("click", () => dialog.close());
  // Where pages are exchanged by script, the dialog would stay open over the next.
  page.addEventListener("click", (event) => { if (!isElsewhere(event)) dialog.close(); });
  addEventListener("popstate", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  return {
    open() {
      if (!dialog.isConnected) document.body.append(dialog);
      dialog.showModal();
      field.select();
      view.run();
    },
  };
}

let client;
let dialog;

/* Brings the search page to life where it is, and opens the dialog, if wanted, where it is not. */
globalThis.postmortemsSearchView = (options) => {
  client ??= new Client(options);
  const page = document.querySelector("[data-pm-search-page]");
  if (page && !page.dataset.alive) {
    page.dataset.alive = "true";
    searchPage(page, { ...options, client });
  }
  if (options.open && page) page.querySelector("input").focus();
  else if (options.open) (dialog ??= searchDialog({ ...options, client })).open();
};
