// The explorer: search, unfold and fold up, filter, pin, follow a path, read the sentences; all of it in the page's address.
import { choices } from "./choices.js";
import { drawn } from "./crowd.js";
import * as data from "./data.js";
import { detail } from "./detail.js";
import { all, find } from "./dom.js";
import { filtered } from "./filters.js";
import { finder } from "./finder.js";
import { graph } from "./graph.js";
import { steps } from "./history.js";
import { keys } from "./keys.js";
import { showPark } from "./park.js";
import { pinned, places, unpinned } from "./pins.js";
import { printing } from "./print.js";
import { refill } from "./refill.js";
import { saving } from "./saving.js";
import { NOTHING, renamed, toggled } from "./state.js";
import { element } from "./words.js";

const texts = JSON.parse(find("texts").textContent);
const views = steps(() => refresh());
let found = { nodes: new Map(), edges: new Map(), lost: false };
let shown = { nodes: new Map(), edges: new Map(), rests: new Map() };
let working = Promise.resolve();

const picture = graph(find("network"), texts, { choose, toggle, whole: (id) => change({ whole: toggled(views.now().whole, id) }), pin: put, look: views.look });
find("network").picture = picture; // in the browser's console: document.getElementById("network").picture.network
const filter = choices(texts, change);
const deeds = { choose, toggle, pin, change };

function change(next) { if (views.change(next)) refresh(); }

function choose(chosen) { change({ chosen }); }

function toggle(id) { change({ open: toggled(views.now().open, id), chosen: `node:${id}` }); }

function put(id, place) { change({ pin: pinned(views.now().pin, id, place), chosen: `node:${id}` }); }

function pin(id) {
  const { pin: pins } = views.now();
  if (places(pins).has(id)) change({ pin: unpinned(pins, id) });
  else if (picture.nodes.get(id)) put(id, picture.network.getPosition(id));
}

function move(by) { if (views.move(by)) refresh(); }

function trouble(error) {
  find("trouble").textContent = `${texts.trouble} ${error.message}`;
  find("trouble").hidden = false;
}

/** Shows the view that is now; one after the other, and only the last of those that wait. */
function refresh() {
  const view = views.now();
  working = working.then(() => (view === views.now() ? show(view) : undefined)).catch(trouble);
  return working;
}

async function show(state) {
  find("trouble").hidden = true;
  try {
    found = await data.found(state);
    if (found.moved.size && state === views.now()) {
      views.correct(renamed(state, found.moved));
      return show(views.now());
    }
    if (found.lacking) trouble(found.lacking);
  } catch (error) {
    trouble(error);
  }
  const kept = filtered(found, state);
  shown = drawn(kept, state);
  unfolded(found.nodes.size > 0);
  tools(state);
  filter(found, kept, state);
  listed(state);
  await draw(state);
  await Promise.all([park(state), panel(state)]);
  document.body.dataset.ready = String(Number(document.body.dataset.ready ?? 0) + 1);
}

/** Shows the picture, or in its place where to begin; the search box goes with them. */
function unfolded(begun) {
  find("start").hidden = begun;
  find("picture").hidden = !begun;
  const [form, place, held] = [find("asking"), find(begun ? "beside" : "first"), document.activeElement];
  form.classList.toggle("large", !begun);
  if (form.parentElement === place) return;
  place.append(form);
  if (form.contains(held)) held.focus();
}

function add(id) {
  const { open } = views.now();
  change({ open: open.includes(id) ? open : [...open, id], chosen: `node:${id}`, park: "" });
}

function draw(state) { return picture.show(shown, places(state.pin), state.chosen, views.sight()); }

function tools(state) {
  find("undo").disabled = !views.undoable();
  find("redo").disabled = !views.redoable();
  find("unpin").hidden = !state.pin.length;
  find("unpin").querySelector(".many").textContent = String(state.pin.length);
  way(state);
  find("network").inert = Boolean(state.park);
  find("park").hidden = !state.park;
}

/** Says how far the choice of a path has come. */
function way({ path }) {
  const told = path.length === 2 ? (found.lost ? texts.no_path : texts.path_shown) : texts.path_begun.replace("{name}", found.nodes.get(path[0])?.name ?? path[0]);
  find("way").hidden = !path.length;
  find("way").querySelector("span").textContent = path.length ? told : "";
}

/** Everything on the picture as a list, for the keyboard and for those who do not see it; made when it is opened. */
function listed(state) {
  if (!find("all").open) return find("listed").replaceChildren();
  const held = places(state.pin);
  const items = [...shown.nodes.values()].map(({ id, name, type, open }) => element("li", {},
    element("span", { class: `dot node-${type} ${texts.shapes[type] ?? ""}`, "aria-hidden": "true" }),
    element("button", { type: "button", class: "name", "data-key": `name:${id}`, onclick: () => choose(`node:${id}`) }, name),
    held.has(id) ? element("span", { class: "note" }, texts.pinned) : "",
    element("button", { type: "button", class: "fold", "data-key": `fold:${id}`, "aria-expanded": String(open), "aria-label": `${open ? texts.fold : texts.unfold} ${name}`, onclick: () => toggle(id) }, open ? "−" : "+"),
  ));
  const rests = [...shown.rests].map(([id, many]) => element("li", {},
    element("button", { type: "button", class: "name", "data-key": `rest:${id}`, onclick: () => change({ whole: toggled(state.whole, id) }) }, texts.rest.replace("{count}", many.toLocaleString()))));
  return refill(find("listed"), ...items, ...rests);
}

async function panel(state) {
  const content = await detail(state, found, texts, deeds);
  if (state !== views.now()) return;
  refill(find("panel"), ...content);
  find("panel").classList.toggle("up", Boolean(state.chosen));
}

async function park(state) {
  if (!state.park) return;
  try {
    await showPark(find("park"), await data.entity(state.park), texts, { choose, close: () => change({ park: "" }) });
  } catch (error) {
    trouble(error);
  }
}

finder(texts, add);
for (const link of all("#start [data-open]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    add(link.dataset.open);
    scrollTo(0, 0);
  });
}
saving(picture, () => shown, texts, trouble);
printing(find("network"), picture, () => draw(views.now()));
keys({
  undo: () => move(-1),
  redo: () => move(1),
  leave: () => choose(""),
  pin: () => { const { chosen } = views.now(); if (chosen.startsWith("node:")) pin(chosen.slice(5)); },
  toggle: () => { const { chosen } = views.now(); if (chosen.startsWith("node:")) toggle(chosen.slice(5)); },
});
for (const button of all("[data-zoom]")) button.addEventListener("click", () => picture.zoom(Number(button.dataset.zoom)));
find("undo").addEventListener("click", () => move(-1));
find("redo").addEventListener("click", () => move(1));
find("unpin").addEventListener("click", () => change({ pin: [] }));
find("noway").addEventListener("click", () => change({ path: [] }));
find("clear").addEventListener("click", () => change(NOTHING));
find("all").addEventListener("toggle", () => listed(views.now()));
find("filters").open = matchMedia("(min-width: 75rem)").matches;
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refresh);

refresh();
