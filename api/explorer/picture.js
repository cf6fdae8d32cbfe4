// The network as vis-network draws it: where the server placed it, in the colours of the reader's theme.

const LEAST = { wide: 0.6, tall: 0.75 }; // below this scale labels cannot be read: show the middle and let the reader move
const MOST = 1.25;
const CROWD = 80; // more lines than this are drawn faint, lest they hide the names

export function draw(stage, data) {
  const tall = () => stage.clientHeight > stage.clientWidth;
  const look = () => ({
    nodes: data.nodes.map(looksOfNodes(tall())),
    edges: data.edges.map(looksOfEdges(tall(), data.edges.length > CROWD ? 0.45 : 1)),
  });
  const first = look();
  const nodes = new vis.DataSet(data.nodes.map((node, at) => ({ ...node, ...first.nodes[at] })));
  const edges = new vis.DataSet(data.edges.map((edge, at) => ({ ...edge, ...first.edges[at] })));
  const network = new vis.Network(stage, { nodes, edges }, data.options);
  const redraw = () => {
    const now = look();
    nodes.update(now.nodes);
    edges.update(now.edges);
  };

  show(network, tall());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  whenItChanges(stage, tall, () => {
    redraw();
    show(network, tall());
  });
  letThePageScroll(stage);
  return { network, nodes, edges, zoom: (factor) => zoom(network, factor) };
}

function looksOfNodes(tall) {
  const { ink, paper, face, own } = theme();
  return (node) => {
    const background = own("node", node.kind);
    const chosen = { background, border: ink };
    const [x, y] = tall ? node.tall : [node.x, node.y];
    return {
      id: node.id, x, y,
      color: { background, border: node.ring === 0 ? ink : background, highlight: chosen, hover: chosen },
      font: { ...node.font, face, color: ink, strokeColor: paper },
    };
  };
}

function looksOfEdges(tall, opacity) {
  const { soft, paper, face, own } = theme();
  return (edge) => {
    const color = own("edge", edge.kind);
    return {
      id: edge.id,
      label: edge.labels[tall ? 1 : 0],
      color: { color, opacity, highlight: color, hover: color },
      font: { face, color: soft, strokeColor: paper },
    };
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

function show(network, tall) {
  fit(network);
  const least = tall ? LEAST.tall : LEAST.wide;
  if (network.getScale() < least) network.moveTo({ position: { x: 0, y: 0 }, scale: least });
}

function fit(network) {
  network.fit({ animation: false, maxZoomLevel: MOST });
  network.moveTo({ scale: network.getScale() * 0.92 });
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
