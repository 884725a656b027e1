/* Told by the boot script where things are: opens the dialog, or brings the search page to life. */

let dialog;
globalThis.postmortemsSearchView = (options) => {
  const page = document.querySelector("[data-pm-search-page]");
  if (page && !page.dataset.alive) {
    page.dataset.alive = "true";
    searchPage(page, options);
  }
  if (options.open && !page) (dialog ??= searchDialog(options)).open();
  else if (options.open) page.querySelector("input").focus();
};
