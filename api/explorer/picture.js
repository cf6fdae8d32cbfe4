// The network as vis-network draws it: where the server placed it, in the colours of the reader's theme.

const LEAST = 0.6; // below this scale labels cannot be read: show the middle, and let the reader move
const MOST = 1.25;

export function draw(stage, data) {
  const nodes = new vis.DataSet(data.nodes.map((node) => ({ ...node, wide: [node.x, node.y] })));
  const edges = new vis.DataSet(data.edges);
  const network = new vis.Network(stage, { nodes, edges }, data.options);
  const colour = () => paint(network, nodes, edges);
  const arrange = () => place(stage, network, nodes);

  colour();
  arrange();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", colour);
  whenShapeChanges(stage, arrange);
  letThePageScroll(stage);
  return { network, nodes, edges, zoom: (factor) => zoom(network, factor, arrange) };
}

function paint(network, nodes, edges) {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  const [ink, paper, soft] = [value("--ink"), value("--paper"), value("--soft")];
  const face = getComputedStyle(document.body).fontFamily;
  network.setOptions({
    nodes: { font: { color: ink, strokeColor: paper, face } },
    edges: { font: { color: soft, strokeColor: paper, face } },
  });
  nodes.update(nodes.map(({ id, kind, ring, font }) => {
    const own = value(`--node-${kind}`);
    const chosen = { background: own, border: ink };
    const border = ring === 0 ? ink : own;
    return { id, color: { background: own, border, highlight: chosen, hover: chosen }, font: { ...font, color: ink, strokeColor: paper } };
  }));
  edges.update(edges.map(({ id, kind }) => {
    const own = value(`--edge-${kind}`);
    return { id, color: { color: own, highlight: own, hover: own } };
  }));
}

function place(stage, network, nodes) {
  const tall = stage.clientHeight > stage.clientWidth;
  nodes.update(nodes.map(({ id, wide, tall: high }) => {
    const [x, y] = tall ? high : wide;
    return { id, x, y };
  }));
  network.fit({ animation: false, maxZoomLevel: MOST });
  if (network.getScale() < LEAST) network.moveTo({ position: { x: 0, y: 0 }, scale: LEAST });
}

function zoom(network, factor, arrange) {
  if (factor) network.moveTo({ scale: Math.min(4, Math.max(0.1, network.getScale() * factor)) });
  else network.fit({ animation: false, maxZoomLevel: MOST });
}

function whenShapeChanges(stage, arrange) {
  const shape = () => stage.clientHeight > stage.clientWidth;
  let last = shape();
  new ResizeObserver(() => {
    if (shape() !== last) {
      last = shape();
      arrange();
    }
  }).observe(stage);
}

// The wheel moves the page, not the picture, unless Ctrl is held, as maps in pages do it.
function letThePageScroll(stage) {
  stage.addEventListener("wheel", (event) => { if (!event.ctrlKey) event.stopPropagation(); }, { capture: true });
}
