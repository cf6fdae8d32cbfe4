// The explorer: search, unfold and fold up, hide, follow a path, read the sentences; all of it in the page's address.
import * as data from "./data.js";
import { graph } from "./graph.js";
import { read, toggled, write } from "./state.js";
import { page } from "./page.js";
import { svg } from "./svg.js";
import { claim, element, fact, quotes } from "./words.js";

const find = (id) => document.getElementById(id);
const texts = JSON.parse(find("texts").textContent);
let state = read();
let found = { nodes: new Map(), edges: new Map(), lost: false };

const picture = graph(find("network"), texts, { choose, toggle });
find("network").picture = picture;

function change(next) {
  state = { ...state, ...next };
  write(state);
  return refresh();
}

function choose(chosen) { return change({ chosen }); }

function toggle(id) {
  const open = toggled(state.open, id);
  return change({ open, chosen: `node:${id}` });
}

async function refresh() {
  find("trouble").hidden = true;
  try {
    found = await data.shown(state);
  } catch (error) {
    find("trouble").textContent = `${texts.trouble} ${error.message}`;
    find("trouble").hidden = false;
  }
  const off = new Set(state.off);
  const hidden = {
    node: (node) => !node.open && off.has(`node:${node.type}`),
    edge: (edge) => off.has(`edge:${edge.type}`) || off.has(`status:${edge.status ?? "done"}`)
      || [edge.from, edge.to].some((id) => hidden.node(found.nodes.get(id) ?? { open: true })),
  };
  find("start").hidden = found.nodes.size > 0;
  find("picture").hidden = found.nodes.size === 0;
  picture.show(found, hidden);
  picture.select(state.chosen);
  legend(off);
  listed(hidden);
  await panel();
  document.body.dataset.ready = String(Number(document.body.dataset.ready ?? 0) + 1);
}

function legend(off) {
  const counted = (items) => items.reduce((sums, { type }) => sums.set(type, (sums.get(type) ?? 0) + 1), new Map());
  const button = (part, kind, name, many) => element("button", {
    type: "button", "aria-pressed": String(!off.has(`${part}:${kind}`)), title: texts.legend_about,
    onclick: () => change({ off: toggled(state.off, `${part}:${kind}`) }),
  }, element("span", { class: part === "edge" ? `dash edge-${kind}` : part === "node" ? `dot node-${kind} ${texts.shapes[kind] ?? ""}` : "" }), name, " ", element("span", { class: "many" }, String(many)));
  const buttons = (part, items, name) => [...counted(items)].map(([kind, many]) => button(part, kind, name(kind), many));
  const nodes = [...found.nodes.values()];
  const edges = [...found.edges.values()];
  const planned = edges.filter(({ status }) => status === "planned").length;
  find("legend-nodes").replaceChildren(element("span", { class: "label" }, texts.legend_nodes), ...buttons("node", nodes, (kind) => texts.nodes[kind]));
  find("legend-edges").replaceChildren(
    element("span", { class: "label" }, texts.legend_edges), ...buttons("edge", edges, (kind) => texts.edges[kind].name),
    planned || off.has("status:planned") ? button("status", "planned", texts.planned, planned) : "",
  );
}

/** Everything on the picture as a list, for the keyboard and for those who do not see it. */
function listed(hidden) {
  const items = [...found.nodes.values()].filter((node) => !hidden.node(node)).map((node) => element("li", {},
    element("span", { class: `dot node-${node.type} ${texts.shapes[node.type] ?? ""}` }),
    element("button", { type: "button", class: "name", onclick: () => choose(`node:${node.id}`) }, node.name),
    element("button", { type: "button", class: "fold", "aria-expanded": String(node.open), "aria-label": `${node.open ? texts.fold : texts.unfold} ${node.name}`, onclick: () => toggle(node.id) }, node.open ? "−" : "+"),
  ));
  find("listed").replaceChildren(...items);
}

async function panel() {
  const [kind, id] = [state.chosen.slice(0, 4), state.chosen.slice(5)];
  const asked = state.chosen;
  let content = [element("p", { class: "hint" }, texts.hint)];
  if (found.lost) content = [element("p", { class: "hint" }, texts.no_path)];
  try {
    if (kind === "node" && id) content = await ofNode(id);
    if (kind === "edge" && id) content = await ofEdge(id);
  } catch (error) {
    content = [element("p", { class: "hint" }, `${texts.trouble} ${error.message}`)];
  }
  if (asked === state.chosen) find("panel").replaceChildren(...content);
}

async function ofNode(id) {
  const [own, around] = await Promise.all([data.entity(id), data.neighbours(id)]);
  const open = state.open.includes(id);
  const start = state.path.length === 1 && state.path[0] !== id ? state.path[0] : undefined;
  const rows = around.items.map((one) => {
    const other = { id: one.otherId, name: one.otherName };
    const [head, tail] = one.direction === "in" ? [other, own] : [own, other];
    return fact({ id: one.edgeId, type: one.type, status: one.status, head, tail }, texts, choose);
  });
  return [
    element("h2", {}, own.name),
    element("p", { class: "about" }, element("span", { class: "chip" }, texts.nodes[own.type]), own.aliases.length ? element("span", {}, `${texts.aliases} ${own.aliases.join("、")}`) : ""),
    element("p", { class: "deeds" },
      element("button", { type: "button", onclick: () => toggle(id) }, open ? texts.fold : texts.unfold),
      element("button", { type: "button", onclick: () => change({ path: start ? [start, id] : [id], chosen: start ? "" : state.chosen }) }, start ? texts.path_to : texts.path_from),
      element("a", { href: `/preview/${encodeURIComponent(id)}` }, texts.page),
    ),
    element("p", { class: "note" }, texts.facts_count.replace("{count}", around.total)),
    element("ul", { class: "facts" }, ...rows),
  ];
}

async function ofEdge(id) {
  const edge = await data.evidence(id);
  const [head, tail] = [{ id: edge.headId, name: edge.headName }, { id: edge.tailId, name: edge.tailName }];
  const line = claim({ ...edge, head, tail }, texts, choose);
  return [element("h2", {}, texts.evidence), element("div", { class: `fact edge-${edge.type}` }, line, ...quotes(edge, texts))];
}

// Search: names appear while one writes; the arrow keys and Enter choose.
const box = find("search");
// Browsers offer what holds the letters typed: a name that was found by its pinyin carries them.
const hintOf = ({ name, type }, text) => `${texts.nodes[type]}${name.includes(text) ? "" : ` · ${text}`}`;
box.addEventListener("input", async () => {
  const text = box.value.trim();
  const items = text ? (await data.search(text).catch(() => ({ items: [] }))).items : [];
  if (box.value.trim() !== text) return;
  find("names").replaceChildren(...items.map((one) => element("option", { value: one.name }, hintOf(one, text))));
  find("names").found = items;
});
find("asking").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = box.value.trim();
  const items = text ? (await data.search(text).catch(() => ({ items: [] }))).items : [];
  const best = items.find(({ name, aliases }) => name === text || aliases.includes(text)) ?? items[0];
  find("none").hidden = Boolean(best) || !text;
  if (!best) return;
  box.value = "";
  await change({ open: state.open.includes(best.id) ? state.open : [...state.open, best.id], chosen: `node:${best.id}` });
});

for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => picture.zoom(Number(button.dataset.zoom)));
find("back").addEventListener("click", () => history.back());
find("forward").addEventListener("click", () => history.forward());
find("clear").addEventListener("click", () => change({ open: [], off: [], chosen: "", path: [] }));
find("png").addEventListener("click", () => save("graph.png", image()));
find("svg").addEventListener("click", () => save("graph.svg", `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg(picture, paper()))}`));
find("html").addEventListener("click", () => whole().catch((error) => {
  find("trouble").textContent = `${texts.trouble} ${error.message}`;
  find("trouble").hidden = false;
}));
find("csv").addEventListener("click", () => save("graph.csv", `data:text/csv;charset=utf-8,${encodeURIComponent("\ufeff" + table())}`));
addEventListener("popstate", () => { state = read(); refresh(); });
addEventListener("keydown", (event) => { if (event.key === "Escape" && state.chosen) choose(""); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refresh);

function paper() { return getComputedStyle(document.documentElement).getPropertyValue("--paper").trim(); }

function image() {
  const drawn = find("network").querySelector("canvas");
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [drawn.width, drawn.height];
  const pen = copy.getContext("2d");
  pen.fillStyle = paper();
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(drawn, 0, 0);
  return copy.toDataURL("image/png");
}

async function whole() {
  const seen = picture.edges.get({ filter: (edge) => !edge.hidden }).map(({ id }) => found.edges.get(id));
  const html = await page(svg(picture, paper()), seen, (id) => found.nodes.get(id).name, texts);
  const address = URL.createObjectURL(new Blob([html], { type: "text/html" }));
  save("graph.html", address);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function table() {
  // A leading apostrophe keeps spreadsheets from taking a name for a formula.
  const cell = (value) => `"${String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
  const name = (id) => found.nodes.get(id)?.name;
  const rows = [...found.edges.values()].map((edge) => [name(edge.from), edge.type, name(edge.to), edge.status, edge.sources, edge.id]);
  return [["head", "type", "tail", "status", "sources", "id"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

function save(name, href) {
  element("a", { href, download: name }).click();
}

refresh();
