// The explorer's picture: vis-network draws dots and lines where layout.js and the reader put them; names are written after.
import { arrange } from "./layout.js";
import { measuring, wrapped } from "./labels.js";
import { EVERYWHERE, paint, placed } from "./names.js";
import { theme } from "./picture.js";
import { look, told } from "./sight.js";

const SETTLED = 120; // more entities than this stay where they begin: forces would take seconds
const NAMED = 45; // more relations than this are drawn without their names
const CROWD = 200; // more relations than this are drawn faint
const BORDER = 76; // pixels at the sides, for names
const HEAVY = 600; // more relations than this are not drawn while the picture is moved
const PAUSE = 250; // milliseconds after the last turn of a wheel before the address says what is looked at
const REST = "rest:"; // id of the dot that stands for those left out, before that of their neighbour

/**
 * @typedef {object} Picture
 * @property {any} network   of vis-network
 * @property {any} nodes   a DataSet, what is drawn
 * @property {any} edges
 * @property {(drawn: object, pins: Map<string, {x: number, y: number}>, chosen: string, sight: string) => Promise<void>} show   `sight`: see sight.js
 * @property {(factor: number) => void} zoom   0: everything in sight
 * @property {() => import("./labels.js").Placed[]} names   that the whole picture has room for, in its own measure
 * @property {() => ReturnType<typeof theme>} look
 */

/**
 * @param {HTMLElement} stage
 * @param {Record<string, any>} texts
 * @param {{choose: (chosen: string) => void, toggle: (id: string) => void, whole: (id: string) => void, pin: (id: string, place: {x: number, y: number}) => void, look: (sight: string) => void}} on
 * @returns {Picture}
 */
export function graph(stage, texts, on) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(stage, { nodes, edges }, OPTIONS);
  network.canvas.frame.tabIndex = -1; // the list below the picture is the keyboard's way
  const kept = { placed: new Map(), discs: new Map(), names: [], pinned: [], look: theme(), measure: undefined, hovered: "", heavy: false, sight: "" };
  network.on("afterDrawing", (pen) => paint(pen, network, kept));
  network.on("hoverNode", ({ node }) => { kept.hovered = node; stage.style.cursor = "pointer"; });
  network.on("blurNode", () => { kept.hovered = ""; stage.style.cursor = ""; });
  listen(network, on);
  const sighted = watch(network, kept, on);
  stage.addEventListener("wheel", (event) => { if (!event.ctrlKey) event.stopPropagation(); }, { capture: true });
  // On a phone the panel comes up under the finger: what follows the touch must not be a click on it.
  stage.addEventListener("touchend", (event) => { if (event.cancelable) event.preventDefault(); });
  new ResizeObserver(() => { if (!look(network, kept.sight)) zoom(network, 0); }).observe(stage);

  const show = async (drawn, pins, chosen, sight) => {
    kept.look = theme();
    kept.measure = measuring(kept.look.face);
    const before = new Set(nodes.getIds());
    const many = place(drawn, kept);
    put(nodes, [...drawn.nodes.values()].map((node) => ofNode(node, kept, texts, pins)).concat(restsOf(drawn, kept, pins, texts)));
    const faint = drawn.edges.size > CROWD ? 0.5 : 1;
    put(edges, bent([...drawn.edges.values()]).map((edge) => ofEdge(edge, kept.look, texts, faint)).concat(restLines(drawn, kept.look)));
    hurry(network, drawn.edges.size > HEAVY, kept);
    kept.names = named(drawn, chosen, texts);
    kept.pinned = [...pins.keys()].filter((id) => drawn.nodes.has(id));
    const other = nodes.length !== before.size || nodes.getIds().some((id) => !before.has(id));
    if (many && drawn.nodes.size > 1 && drawn.nodes.size <= SETTLED) await settled(network, nodes, kept, pins);
    if (!before.size && !pins.size && drawn.nodes.size <= SETTLED) formed(stage, nodes, kept);
    if ((other || sight !== kept.sight) && !look(network, sight)) zoom(network, 0);
    kept.sight = sight;
    select(network, { nodes, edges }, chosen);
    network.redraw();
  };
  const names = () => placed(kept.names, network, kept, (x, y) => ({ x, y }), EVERYWHERE);
  return { network, nodes, edges, show, names, look: () => kept.look, zoom: (factor) => { zoom(network, factor); sighted(factor === 0); } };
}

/** Tells what the reader looks at after having moved the picture; with `all` that everything is in sight. */
function watch(network, kept, on) {
  let timer = 0;
  const tell = (all = false) => {
    kept.sight = all ? "" : told(network);
    on.look(kept.sight);
  };
  network.on("dragEnd", ({ nodes }) => { if (!nodes.length) tell(); });
  network.on("zoom", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  });
  return tell;
}

function listen(network, on) {
  const own = (id) => !String(id).startsWith(REST);
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined && !own(node)) on.whole(node.slice(REST.length));
    else on.choose(node !== undefined ? `node:${node}` : edge !== undefined && own(edge) ? `edge:${edge}` : "");
  });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node !== undefined && own(node)) on.toggle(node); });
  network.on("dragEnd", ({ nodes: moved }) => { for (const id of moved) if (own(id)) on.pin(id, network.getPosition(id)); });
}

/** Gives places to those that have none; how many they were. */
function place(drawn, { placed, discs }) {
  const before = placed.size;
  for (const id of discs.keys()) if (!drawn.nodes.get(id)?.open) discs.delete(id);
  arrange(drawn, placed, discs);
  return placed.size - before;
}

/** Whether lines are left out while the reader moves the picture. */
function hurry(network, heavy, kept) {
  if (kept.heavy === heavy) return;
  kept.heavy = heavy;
  network.setOptions({ interaction: { hideEdgesOnDrag: heavy, hideEdgesOnZoom: heavy } });
}

function put(set, wanted) {
  const keep = new Map(wanted.map((item) => [item.id, item]));
  set.remove(set.getIds().filter((id) => !keep.has(id)));
  set.update(wanted.filter((item) => set.get(item.id)?.state !== item.state));
}

/** Lets forces move what is not pinned until it comes to rest, and keeps where that is. */
function settled(network, nodes, { placed }, pins) {
  const hold = (fixed) => nodes.update([...pins.keys()].filter((id) => nodes.get(id)).map((id) => ({ id, fixed })));
  return new Promise((/** @type {(value?: any) => void} */ done) => {
    network.once("stabilizationIterationsDone", () => {
      network.setOptions({ physics: { enabled: false } });
      hold(false);
      for (const [id, at] of Object.entries(network.getPositions())) if (!pins.has(id)) placed.set(id, at);
      done();
    });
    hold(true);
    network.setOptions({ physics: { enabled: true } });
    network.stabilize(nodes.length > 60 ? 100 : 200);
  });
}

/** Gives a first picture the form of the stage, tall or wide, so that its names have room. */
function formed(stage, nodes, { placed, discs }) {
  const ids = nodes.getIds().filter((id) => placed.has(id));
  const span = (key) => Math.max(60, Math.max(...ids.map((id) => placed.get(id)[key])) - Math.min(...ids.map((id) => placed.get(id)[key])));
  const wanted = stage.clientWidth / stage.clientHeight / (span("x") / span("y"));
  const by = Math.sqrt(Math.min(2.2, Math.max(1 / 2.2, wanted)));
  for (const id of ids) {
    const at = { x: placed.get(id).x * by, y: placed.get(id).y / by };
    placed.set(id, at);
    nodes.update({ id, ...at });
    if (discs.has(id)) discs.set(id, { ...discs.get(id), ...at });
  }
}

function select(network, { nodes, edges }, chosen) {
  const [kind, id] = [chosen.slice(0, 4), chosen.slice(5)];
  if (kind === "node" && nodes.get(id)) network.selectNodes([id], false);
  else if (kind === "edge" && edges.get(id)) network.selectEdges([id]);
  else network.unselectAll();
}

function zoom(network, factor) {
  if (factor) return network.moveTo({ scale: Math.min(4, Math.max(0.1, network.getScale() * factor)) });
  network.fit({ animation: false, maxZoomLevel: 1.2 });
  const { clientWidth: wide } = network.canvas.frame;
  return network.moveTo({ scale: network.getScale() * Math.min(0.92, Math.max(0.7, 1 - BORDER / wide)) });
}

/** @param {any} node @param {any} kept @param {any} texts @param {Map<string, any>} pins */
function ofNode(node, { look, placed }, { shapes, nodes: kinds }, pins) {
  const background = look.own("node", node.type);
  const strong = node.open || node.way;
  const chosen = { background, border: look.ink };
  const at = pins.get(node.id) ?? placed.get(node.id);
  return {
    id: node.id, title: `${node.name}\n${kinds[node.type]}`, kind: node.type, name: node.name, pinned: pins.has(node.id), ...at,
    shape: shapes[node.type] ?? "dot", size: node.open ? 20 : 11, borderWidth: strong ? 3 : 1,
    color: { background, border: strong ? look.ink : background, highlight: chosen, hover: chosen },
    state: [node.name, strong, node.open, pins.has(node.id), at.x, at.y, background, look.ink].join("\n"),
  };
}

/** For each entity with neighbours left out, one dot that counts them. */
function restsOf({ rests }, { look, placed, discs }, pins, texts) {
  return [...rests].map(([id, many]) => {
    const { x, y } = pins.get(id) ?? placed.get(id);
    const text = texts.rest.replace("{count}", many.toLocaleString());
    return {
      id: REST + id, title: texts.rest_about, name: text, shape: "dot", size: 24, x, y: y + (discs.get(id)?.r ?? 60) + 70,
      borderWidth: 2, shapeProperties: { borderDashes: [5, 4] }, color: { background: look.paper, border: look.soft, highlight: { background: look.paper, border: look.ink } },
      state: [text, x, y, look.paper].join("\n"),
    };
  });
}

function restLines({ rests }, { soft }) {
  return [...rests.keys()].map((id) => ({ id: REST + id, from: id, to: REST + id, color: { color: soft }, dashes: [2, 5], width: 1.5, arrows: "", state: soft }));
}

/** Relations of one pair beside each other: the first straight, the others bent. */
function bent(edges) {
  const pairs = new Map();
  return edges.map((edge) => {
    const pair = [edge.from, edge.to].sort().join("\n");
    const at = pairs.get(pair) ?? 0;
    pairs.set(pair, at + 1);
    return { ...edge, bend: edge.from < edge.to ? at * 0.18 : at * -0.18 };
  });
}

function ofEdge(edge, { soft, own }, texts, opacity) {
  const color = own("edge", edge.type);
  return {
    id: edge.id, from: edge.from, to: edge.to, kind: edge.type, name: texts.edges[edge.type].name,
    color: { color, opacity: edge.way ? 1 : opacity, highlight: color, hover: color }, dashes: edge.status === "planned" ? [6, 5] : false,
    width: edge.way ? 5 : Math.min(1.2 + 0.5 * edge.sources, 4), arrows: texts.edges[edge.type].symmetric ? "" : "to",
    smooth: edge.bend ? { enabled: true, type: edge.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(edge.bend) } : false,
    state: [edge.type, edge.way, edge.sources, edge.status, edge.bend, opacity, color, soft].join("\n"),
  };
}

/** The names in the order in which they get room: what is chosen and unfolded, then others by the number of their relations. */
function named(drawn, chosen, texts) {
  const [many, near] = [new Map(), new Map()];
  for (const { from, to } of drawn.edges.values()) {
    for (const [id, other] of [[from, to], [to, from]]) {
      many.set(id, (many.get(id) ?? 0) + 1);
      if (!drawn.nodes.get(id).open) near.set(id, other);
    }
  }
  const weight = (node) => Number(chosen === `node:${node.id}`) * 1e9 + Number(node.open) * 1e8 + Number(Boolean(node.way)) * 1e7 + (many.get(node.id) ?? 0);
  const nodes = [...drawn.nodes.values()].sort((one, other) => weight(other) - weight(one)).map((node) => ({
    id: node.id, near: near.get(node.id), lines: wrapped(node.name), size: node.open ? 16 : 13, strong: node.open, far: node.open ? 20 : 11, colour: "ink",
    sure: node.open || chosen === `node:${node.id}`,
  }));
  const rests = [...drawn.rests].map(([id, count]) => ({
    id: REST + id, lines: [texts.rest.replace("{count}", count.toLocaleString())], size: 13, strong: false, far: 24, colour: "soft", sure: true,
  }));
  const lines = [...drawn.edges.values()].filter(({ id, way }) => drawn.edges.size <= NAMED || way || chosen === `edge:${id}`)
    .map(({ id, type }) => ({ edge: id, lines: [texts.edges[type].name], size: 13, strong: false, far: 0, colour: "soft", sure: false }));
  return [...rests, ...nodes, ...lines];
}

const OPTIONS = {
  layout: { randomSeed: 7, improvedLayout: false },
  physics: {
    enabled: false, solver: "forceAtlas2Based", stabilization: { enabled: false, fit: false },
    forceAtlas2Based: { gravitationalConstant: -95, springLength: 110, avoidOverlap: 0.6 },
  },
  interaction: { hover: true, tooltipDelay: 150, multiselect: false },
  nodes: { font: { size: 0 } },
  edges: { selectionWidth: 2, hoverWidth: 1, smooth: false, arrows: { to: { scaleFactor: 0.55 } } },
};
