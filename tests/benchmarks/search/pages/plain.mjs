// The least interface that shows what an engine finds. `engine.mjs` is brought in at the first focus.
const MOST = 10;
const field = document.querySelector("input");
const status = document.querySelector("[role=status]");
const list = document.querySelector("[role=listbox]");
let engine;
let answered = "";
let isBusy = false;

field.addEventListener("focus", open);
field.addEventListener("input", answer);

function open() {
  return (engine ??= import("./engine.mjs").then(({ open: prepare }) => prepare()));
}

// One search at a time; of what is typed meanwhile, only the last is searched for.
async function answer() {
  if (isBusy) return;
  isBusy = true;
  const { search } = await open();
  while (answered !== field.value) {
    answered = field.value;
    await show(await search(answered));
  }
  isBusy = false;
}

// `hits` are promises of {url, title, excerpt}; each is shown when it has come.
async function show(hits) {
  const options = hits.slice(0, MOST).map(() => document.createElement("a"));
  list.replaceChildren(...options);
  status.textContent = hits.length ? `${hits.length} found` : "Nothing found";
  await Promise.all(options.map(async (option, place) => fill(option, await hits[place]())));
}

function fill(option, { url, title, excerpt }) {
  const head = document.createElement("b");
  head.textContent = title;
  const text = document.createElement("p");
  text.innerHTML = excerpt;
  option.append(head, text);
  option.href = url;
  option.setAttribute("role", "option");
}
