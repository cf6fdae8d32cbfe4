// The network as vis-network draws it: where the server placed it, in the colours of the reader's theme; names are written after.
import { measuring } from "./labels.js";
import { paint } from "./names.js";

const MOST = 1.25;
const BORDER = 68; // pixels at top and bottom together, for names
const CROWD = 80; // more lines than this are drawn faint, lest they hide the names

/**
 * @param {HTMLElement} stage
 * @param {{nodes: any[], edges: any[], options: object}} data   as the server's drawing.py makes it
 * @returns {{network: any, nodes: any, edges: any, zoom: (factor: number) => void}} `zoom` by 0: everything in sight
 */
export function draw(stage, data) {
  const tall = () => stage.clientHeight > stage.clientWidth;
  const looks = () => ({
    nodes: data.nodes.map(looksOfNodes(tall())),
    edges: data.edges.map(looksOfEdges(data.edges.length > CROWD ? 0.45 : 1)),
  });
  const first = looks();
  const nodes = new vis.DataSet(data.nodes.map((node, at) => ({ ...node, label: "", ...first.nodes[at] })));
  const edges = new vis.DataSet(data.edges.map((edge, at) => ({ ...edge, ...first.edges[at] })));
  const network = new vis.Network(stage, { nodes, edges }, data.options);
  const kept = { names: [], pinned: [], hovered: "", look: theme(), measure: measuring(theme().face) };
  const redraw = () => {
    const now = looks();
    kept.look = theme();
    kept.names = named(data, tall());
    nodes.update(now.nodes);
    edges.update(now.edges);
    network.redraw();
  };

  kept.names = named(data, tall());
  network.on("afterDrawing", (pen) => paint(pen, network, kept));
  network.on("hoverNode", ({ node }) => { kept.hovered = node; });
  network.on("blurNode", () => { kept.hovered = ""; });
  fit(network);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  onPaper(redraw);
  whenItChanges(stage, tall, () => {
    redraw();
    fit(network);
  });
  letThePageScroll(stage);
  return { network, nodes, edges, zoom: (factor) => zoom(network, factor) };
}

/** Draws again for paper, in the colours of a light ground, and again for the screen. @param {() => void} again */
export function onPaper(again) {
  for (const [event, on] of Object.entries({ beforeprint: true, afterprint: false })) {
    addEventListener(event, () => {
      document.documentElement.classList.toggle("printing", on);
      again();
    });
  }
}

/** The names, each with how many relations are not on the picture, in the order in which they get room: the entity asked for, then others by the number of their relations, then lines. */
function named({ nodes, edges }, tall) {
  const [many, near] = [new Map(), new Map()];
  for (const { from, to } of edges) {
    for (const [id, other] of [[from, to], [to, from]]) {
      near.set(id, many.has(id) ? undefined : other);
      many.set(id, (many.get(id) ?? 0) + 1);
    }
  }
  const weight = ({ id, ring }) => (many.get(id) ?? 0) - ring * 1000;
  const dots = [...nodes].sort((one, other) => weight(other) - weight(one)).map(({ id, ring, label, size, further, side }) => ({
    id, side, near: near.get(id), lines: `${label}${further ? ` +${further.toLocaleString()}` : ""}`.split("\n"), size: ring === 0 ? 16 : 13, strong: ring === 0, far: size, colour: "ink", sure: ring === 0,
  }));
  const lines = edges.filter(({ labels }) => labels[tall ? 1 : 0])
    .map(({ id, labels }) => ({ edge: id, lines: [labels[tall ? 1 : 0]], size: 13, strong: false, far: 0, colour: "soft", sure: false }));
  return [...dots, ...lines];
}

function looksOfNodes(tall) {
  const { ink, own } = theme();
  return (node) => {
    const background = own("node", node.kind);
    const chosen = { background, border: ink };
    const [x, y] = tall ? node.tall : [node.x, node.y];
    return { id: node.id, x, y, color: { background, border: node.ring === 0 ? ink : background, highlight: chosen, hover: chosen } };
  };
}

function looksOfEdges(opacity) {
  const { own } = theme();
  return (edge) => {
    const color = own("edge", edge.kind);
    return { id: edge.id, color: { color, opacity, highlight: color, hover: color } };
  };
}

/** The reader's colours and face, and the ontology's colour of a kind. */
export function theme() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    ink: value("--ink"), soft: value("--soft"), paper: value("--paper"),
    face: getComputedStyle(document.body).fontFamily,
    own: (part, kind) => value(`--${part}-${kind}`),
  };
}

function fit(network) {
  network.fit({ animation: false, maxZoomLevel: MOST });
  const { clientHeight: high } = network.canvas.frame;
  network.moveTo({ scale: network.getScale() * Math.min(0.92, Math.max(0.7, 1 - BORDER / high)) });
}

function zoom(network, factor) {
  if (factor) network.moveTo({ scale: Math.min(4, Math.max(0.1, network.getScale() * factor)) });
  else fit(network);
}

function whenItChanges(stage, tall, act) {
  let last = tall();
  new ResizeObserver(() => {
    if (tall() !== last) {
      last = tall();
      act();
    }
  }).observe(stage);
}

// The wheel moves the page, not the picture, unless Ctrl is held, as maps in pages do it.
function letThePageScroll(stage) {
  stage.addEventListener("wheel", (event) => { if (!event.ctrlKey) event.stopPropagation(); }, { capture: true });
}
