/* On a page of lessons: shows those that have every word, the outcome and the confidence asked for. */
(() => {
  const form = document.querySelector("[data-pm-filter]");
  if (!form || form.dataset.alive) return;
  form.dataset.alive = "true";
  form.hidden = false;
  const shown = form.querySelector("[data-pm-shown]");
  const everywhere = form.querySelector("[data-pm-everywhere]");
  const address = everywhere?.href;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...document.querySelectorAll("[data-pm-row]")].map((row) => ({ row, text: plain(row.textContent) }));
  const names = ["q", "outcome", "confidence"];
  const filter = () => {
    const { q, outcome, confidence } = Object.fromEntries(new FormData(form));
    const words = plain(q).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, text } of rows) {
      const fits = words.every((word) => text.includes(word))
        && (!outcome || row.dataset.pmOutcome === outcome)
        && (!confidence || row.dataset.pmConfidence === confidence);
      row.hidden = !fits;
      count += fits;
    }
    for (const group of document.querySelectorAll("[data-pm-group]")) {
      group.hidden = !group.querySelector("[data-pm-row]:not([hidden])");
    }
    const isAsked = words.length || outcome || confidence;
    shown.textContent = isAsked ? `${count} of ${rows.length} on this page` : "";
    if (everywhere) {
      const asked = new URLSearchParams(q.trim() || outcome ? { q: q.trim(), ...(outcome && outcome !== "essay" ? { outcome } : {}) } : {});
      everywhere.href = asked.size ? `${address}?${asked}` : address;
    }
  };
  const keep = () => {
    const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(history.state, "", given.size ? `?${given}` : location.pathname);
  };
  const state = new URLSearchParams(location.search);
  for (const name of names) form.elements[name].value = state.get(name) ?? "";
  form.addEventListener("input", () => { filter(); keep(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
