// The explorer's picture: vis-network, laid out by forces after each change, then still.
import { MOST } from "./data.js";
import { theme } from "./picture.js";

const LINE = 9; // characters of a label's line
const CROWD = 45; // more edges than this are drawn without their names

export function graph(stage, texts, on) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(stage, { nodes, edges }, OPTIONS);
  network.on("stabilizationIterationsDone", () => settle(network));
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    on.choose(node !== undefined ? `node:${node}` : edge !== undefined ? `edge:${edge}` : "");
  });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node !== undefined) on.toggle(node); });
  network.on("dragEnd", ({ nodes: moved }) => { for (const id of moved) nodes.update({ id, fixed: true }); });
  stage.addEventListener("wheel", (event) => { if (!event.ctrlKey) event.stopPropagation(); }, { capture: true });
  const show = (found, hidden) => {
    const look = theme();
    const before = new Set(nodes.getIds());
    replace(nodes, [...found.nodes.values()].map((node) => ({ ...ofNode(node, look, texts), hidden: hidden.node(node), ...beside(network, node, found, before) })));
    const many = found.edges.size > CROWD;
    replace(edges, [...found.edges.values()].map((edge) => ({ ...ofEdge(edge, look, texts, many), hidden: hidden.edge(edge) })));
    const fresh = nodes.getIds().filter((id) => !before.has(id));
    if (fresh.length) {
      network.setOptions({ physics: { enabled: true } });
      network.stabilize(fresh.length > 100 ? 120 : 250);
    }
  };
  const select = (chosen) => {
    const [kind, id] = [chosen.slice(0, 4), chosen.slice(5)];
    if (kind === "node" && nodes.get(id)) network.selectNodes([id], false);
    else if (kind === "edge" && edges.get(id)) network.selectEdges([id]);
    else network.unselectAll();
  };
  return { network, nodes, edges, show, select, zoom: (factor) => zoom(network, factor) };
}

function replace(set, wanted) {
  const keep = new Set(wanted.map(({ id }) => id));
  set.remove(set.getIds().filter((id) => !keep.has(id)));
  set.update(wanted);
}

/** A new node starts beside one that is there, so that what is known stays where it is. */
function beside(network, node, found, before) {
  if (before.has(node.id)) return {};
  for (const { from, to } of found.edges.values()) {
    const other = from === node.id ? to : to === node.id ? from : undefined;
    if (other !== undefined && before.has(other)) {
      const { x, y } = network.getPosition(other);
      const turn = (before.size + [...node.id].reduce((sum, sign) => sum + sign.codePointAt(0), 0)) % 360;
      return { x: x + 90 * Math.cos(turn), y: y + 90 * Math.sin(turn) };
    }
  }
  return {};
}

function settle(network) {
  network.setOptions({ physics: { enabled: false } });
  zoom(network, 0);
}

function zoom(network, factor) {
  if (factor) network.moveTo({ scale: Math.min(4, Math.max(0.1, network.getScale() * factor)) });
  else network.fit({ animation: false, maxZoomLevel: 1.2 });
}

function ofNode(node, { ink, paper, face, own }, texts) {
  const background = own("node", node.type);
  const more = node.open && node.total > MOST ? `\n${texts.of_total.replace("{total}", node.total).replace("{shown}", MOST)}` : "";
  return {
    id: node.id, label: wrapped(node.name) + more, title: `${node.name}\n${texts.nodes[node.type]}`, kind: node.type,
    shape: texts.shapes[node.type] ?? "dot", size: node.open ? 20 : 11, borderWidth: node.open || node.way ? 3 : 1,
    color: { background, border: node.open || node.way ? ink : background, highlight: { background, border: ink }, hover: { background, border: ink } },
    font: { size: node.open ? 16 : 13, face, color: ink, strokeColor: paper, strokeWidth: 4 },
  };
}

function ofEdge(edge, { soft, paper, face, own }, texts, many) {
  const color = own("edge", edge.type);
  return {
    id: edge.id, from: edge.from, to: edge.to, kind: edge.type, label: many && !edge.way ? "" : texts.edges[edge.type].name,
    color: { color, highlight: color, hover: color }, dashes: edge.status === "planned" ? [6, 5] : false,
    width: edge.way ? 5 : Math.min(1.2 + 0.5 * edge.sources, 4), arrows: texts.edges[edge.type].symmetric ? "" : "to",
    font: { size: 12, face, color: soft, strokeColor: paper, strokeWidth: 4 },
  };
}

function wrapped(name) {
  const signs = [...name];
  const lines = [];
  for (let at = 0; at < signs.length && lines.length < 3; at += LINE) lines.push(signs.slice(at, at + LINE).join(""));
  return lines.join("\n") + (signs.length > 3 * LINE ? "…" : "") || " ";
}

const OPTIONS = {
  layout: { randomSeed: 7, improvedLayout: false },
  physics: {
    enabled: true, solver: "forceAtlas2Based", stabilization: { iterations: 250, fit: false },
    forceAtlas2Based: { gravitationalConstant: -95, springLength: 110, avoidOverlap: 0.6 },
  },
  interaction: { hover: true, tooltipDelay: 150, multiselect: false },
  nodes: { labelHighlightBold: false },
  edges: { selectionWidth: 2, hoverWidth: 1, smooth: { enabled: true, type: "dynamic" }, arrows: { to: { scaleFactor: 0.55 } } },
};
