// The panel beside the picture: the facts of what is chosen, each with its sentences.
import * as data from "./data.js";
import { places } from "./pins.js";
import { claim, element, fact, quotes } from "./words.js";

const AT_ONCE = 50; // facts that are listed before the reader asks for more

/**
 * @typedef {object} Deeds   what the panel's buttons do
 * @property {(chosen: string) => void} choose
 * @property {(id: string) => void} toggle
 * @property {(id: string) => void} pin   puts an entity fast where it is, or lets it go
 * @property {(next: Partial<import("./state.js").State>) => void} change
 */

/**
 * What the panel holds for a view.
 * @param {import("./state.js").State} state
 * @param {import("./filters.js").Found & {lost: boolean}} found
 * @param {Record<string, any>} texts
 * @param {Deeds} deeds
 * @returns {Promise<Node[]>}
 */
export async function detail(state, found, texts, deeds) {
  const [kind, id] = [state.chosen.slice(0, 4), state.chosen.slice(5)];
  try {
    if (kind === "node" && id) return await ofNode(id, state, texts, deeds);
    if (kind === "edge" && id) return await ofEdge(id, texts, deeds);
  } catch (error) {
    return [element("p", { class: "hint" }, `${texts.trouble} ${error.message}`)];
  }
  if (state.path.length === 2 && !found.lost && !state.park) return ofPath(found, texts, deeds);
  return [element("p", { class: "hint" }, found.lost ? texts.no_path : state.park ? texts.park_hint : texts.hint)];
}

/** The relations of a path, from its start on. */
function ofPath({ nodes, edges }, texts, { choose }) {
  const end = (id) => ({ id, name: nodes.get(id).name });
  const facts = [...edges.values()].filter(({ way }) => way).map((edge) => fact({ ...edge, head: end(edge.from), tail: end(edge.to) }, texts, choose));
  return [element("h2", {}, texts.path_title), element("ul", { class: "facts" }, ...facts)];
}

async function ofNode(id, state, texts, deeds) {
  const [own, around] = await Promise.all([data.entity(id), data.neighbours(id)]);
  const facts = element("ul", { class: "facts" });
  const more = element("button", { type: "button", class: "more", "data-key": "more", onclick: () => add() });
  const add = () => {
    const from = facts.children.length;
    facts.append(...around.items.slice(from, from + AT_ONCE).map((one) => row(one, own, texts, deeds)));
    more.hidden = facts.children.length >= around.items.length;
    more.textContent = texts.more_facts.replace("{count}", String(around.items.length - facts.children.length));
  };
  add();
  return [
    heading(own.name, texts, deeds),
    element("p", { class: "about" }, element("span", { class: "chip" }, texts.nodes[own.type]), own.aliases.length ? element("span", {}, `${texts.aliases} ${own.aliases.join("、")}`) : ""),
    buttons(own, state, texts, deeds),
    element("p", { class: "note" }, texts.count.replace("{count}", String(around.total))),
    facts, more,
  ];
}

/** The panel's title, with a button that lets go of what is chosen. */
function heading(text, texts, { choose }) {
  const close = element("button", { type: "button", class: "close", "data-key": "close-panel", "aria-label": texts.close, title: texts.close, onclick: () => choose("") }, "×");
  return element("header", {}, element("h2", {}, text), close);
}

function row(one, own, texts, { choose }) {
  const other = { id: one.otherId, name: one.otherName };
  const [head, tail] = one.direction === "in" ? [other, own] : [own, other];
  return fact({ id: one.edgeId, type: one.type, status: one.status, head, tail }, texts, choose);
}

function buttons({ id, type }, state, texts, { toggle, pin, change }) {
  const start = state.path.length === 1 && state.path[0] !== id ? state.path[0] : undefined;
  const held = places(state.pin).has(id);
  const deed = (key, text, onclick, about = {}) => element("button", { type: "button", "data-key": key, onclick, ...about }, text);
  return element("p", { class: "deeds" },
    deed("toggle", state.open.includes(id) ? texts.fold : texts.unfold, () => toggle(id)),
    deed("pin", held ? texts.unpin : texts.pin, () => pin(id), { "aria-keyshortcuts": "P" }),
    deed("path", start ? texts.path_to : texts.path_from, () => change({ path: start ? [start, id] : [id], chosen: start ? "" : state.chosen })),
    type === "Park" ? deed("park", state.park === id ? texts.park_close : texts.park_open, () => change({ park: state.park === id ? "" : id })) : "",
    element("a", { href: `/preview/${encodeURIComponent(id)}`, "data-key": "page" }, texts.page));
}

async function ofEdge(id, texts, { choose }) {
  const edge = await data.evidence(id);
  const [head, tail] = [{ id: edge.headId, name: edge.headName }, { id: edge.tailId, name: edge.tailName }];
  const line = claim({ ...edge, head, tail }, texts, choose);
  return [heading(texts.evidence, texts, { choose }), element("div", { class: `fact edge-${edge.type}` }, line, ...quotes(edge, texts))];
}
