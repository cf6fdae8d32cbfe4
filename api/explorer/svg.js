// The picture as SVG, built from the positions and looks that vis-network draws by: sharp at any size, its words still text.

import { tops } from "./labels.js";

const SPACE = "http://www.w3.org/2000/svg";
const MARGIN = 60; // around the outermost dots, for their names
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g; // what XML cannot hold
const CORNERS = { hexagon: 6, diamond: 4, triangle: 3 };

/**
 * @param {import("./graph.js").Picture} picture
 * @returns {string} an SVG document of what is drawn
 */
export function svg({ network, nodes, edges, names, look }) {
  const dots = nodes.get();
  const places = network.getPositions(dots.map(({ id }) => id));
  const [left, right] = span(Object.values(places).map(({ x }) => x));
  const [top, bottom] = span(Object.values(places).map(({ y }) => y));
  const box = [left, top, right - left, bottom - top];
  const root = made("svg", { xmlns: SPACE, viewBox: box.join(" "), width: box[2], height: box[3] });
  root.append(made("rect", { x: left, y: top, width: box[2], height: box[3], fill: look().paper }));
  root.append(...edges.get().filter(({ from, to }) => places[from] && places[to]).flatMap((edge) => line(edge, places, network)));
  root.append(...dots.map((node) => dot(node, places[node.id])));
  root.append(...names().flatMap((placed) => words(placed, look())));
  return new XMLSerializer().serializeToString(root);
}

function span(values) {
  return values.length ? [Math.min(...values) - MARGIN, Math.max(...values) + MARGIN] : [-MARGIN, MARGIN];
}

function line(edge, places, network) {
  const [start, goal] = [places[edge.from], places[edge.to]];
  const look = { stroke: edge.color.color, "stroke-opacity": edge.color.opacity, "stroke-width": edge.width, "stroke-dasharray": edge.dashes ? edge.dashes.join(" ") : undefined };
  const middle = network.body.edges[edge.id].edgeType.getPoint(0.5);
  const by = { x: 2 * middle.x - (start.x + goal.x) / 2, y: 2 * middle.y - (start.y + goal.y) / 2 };
  const drawn = edge.smooth ? made("path", { d: `M${start.x} ${start.y}Q${by.x} ${by.y} ${goal.x} ${goal.y}`, fill: "none", ...look })
    : made("line", { x1: start.x, y1: start.y, x2: goal.x, y2: goal.y, ...look });
  return edge.arrows ? [drawn, tip(edge, start, goal, middle)] : [drawn];
}

/** An arrow's head behind the middle of its line, where neither a dot nor a name covers it. */
function tip(edge, start, goal, middle) {
  const place = { x: middle.x + (goal.x - start.x) * 0.14, y: middle.y + (goal.y - start.y) * 0.14 };
  const turn = (Math.atan2(goal.y - start.y, goal.x - start.x) * 180) / Math.PI;
  return made("path", { d: "M0 0L-9 -4.5V4.5Z", fill: edge.color.color, transform: `translate(${place.x} ${place.y}) rotate(${turn})` });
}

function dot(node, { x, y }) {
  const dashes = node.shapeProperties?.borderDashes;
  const look = { fill: node.color.background, stroke: node.color.border, "stroke-width": node.borderWidth, "stroke-dasharray": dashes?.join(" ") };
  const shape = node.shape === "dot" ? made("circle", { cx: x, cy: y, r: node.size, ...look }) : made("polygon", { points: corners(node, x, y), ...look });
  const title = made("title");
  title.textContent = node.title.replace(UNFIT, "");
  shape.append(title);
  return shape;
}

function corners({ shape, size }, x, y) {
  const many = CORNERS[shape] ?? 4;
  const start = { square: -Math.PI / 4, hexagon: 0 }[shape] ?? -Math.PI / 2;
  const far = shape === "square" ? size * Math.SQRT2 : size;
  return Array.from({ length: many }, (_, at) => start + (at * 2 * Math.PI) / many)
    .map((turn) => `${x + far * Math.cos(turn)},${y + far * Math.sin(turn)}`).join(" ");
}

function words(placed, look) {
  const { lines, size, strong, colour } = placed.name;
  return tops(placed).map((y, at) => {
    const shown = made("text", {
      x: placed.x, y: y + size * 0.88, "text-anchor": "middle", "font-size": size, "font-weight": strong ? 600 : undefined, "font-family": look.face, fill: look[colour],
      stroke: look.paper, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke",
    });
    shown.textContent = lines[at].replace(UNFIT, "");
    return shown;
  });
}

function made(name, about = {}) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(about)) if (value !== undefined && key !== "xmlns") element.setAttribute(key, value);
  return element;
}
