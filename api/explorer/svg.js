// The picture as SVG, built from the positions and looks that vis-network draws by: sharp at any size, its words still text.

const SPACE = "http://www.w3.org/2000/svg";
const MARGIN = 60; // around the outermost dots, for their names
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g; // what XML cannot hold
const CORNERS = { hexagon: 6, diamond: 4, triangle: 3 };

/**
 * @param {{network: object, nodes: object, edges: object}} picture
 * @param {string} paper   the ground's colour
 * @returns {string} an SVG document of what is not hidden
 */
export function svg({ network, nodes, edges }, paper) {
  const seen = (set) => set.get({ filter: (item) => !item.hidden });
  const dots = seen(nodes);
  const places = network.getPositions(dots.map(({ id }) => id));
  const [left, right] = span(Object.values(places).map(({ x }) => x));
  const [top, bottom] = span(Object.values(places).map(({ y }) => y));
  const box = [left, top, right - left, bottom - top];
  const root = made("svg", { xmlns: SPACE, viewBox: box.join(" "), width: box[2], height: box[3] });
  root.append(made("rect", { x: left, y: top, width: box[2], height: box[3], fill: paper }));
  root.append(...seen(edges).filter(({ from, to }) => places[from] && places[to]).flatMap((edge) => line(edge, places)));
  root.append(...dots.flatMap((node) => dot(node, places[node.id])));
  return new XMLSerializer().serializeToString(root);
}

function span(values) {
  return values.length ? [Math.min(...values) - MARGIN, Math.max(...values) + MARGIN] : [-MARGIN, MARGIN];
}

function line(edge, places) {
  const [start, goal] = [places[edge.from], places[edge.to]];
  const drawn = made("line", {
    x1: start.x, y1: start.y, x2: goal.x, y2: goal.y,
    stroke: edge.color.color, "stroke-width": edge.width, "stroke-dasharray": edge.dashes ? edge.dashes.join(" ") : undefined,
  });
  const middle = { x: (start.x + goal.x) / 2, y: (start.y + goal.y) / 2 };
  return [drawn, ...(edge.arrows ? [tip(edge, start, middle)] : []), ...(edge.label ? words([edge.label], { ...middle, y: middle.y - 4 }, edge.font) : [])];
}

/** An arrow's head, a little before the middle of its line, where no dot covers it. */
function tip(edge, start, middle) {
  const turn = (Math.atan2(middle.y - start.y, middle.x - start.x) * 180) / Math.PI;
  return made("path", { d: "M0 0L-9 -4.5V4.5Z", fill: edge.color.color, transform: `translate(${middle.x} ${middle.y}) rotate(${turn})` });
}

function dot(node, { x, y }) {
  const look = { fill: node.color.background, stroke: node.color.border, "stroke-width": node.borderWidth };
  const shape = node.shape === "dot" ? made("circle", { cx: x, cy: y, r: node.size, ...look }) : made("polygon", { points: corners(node, x, y), ...look });
  const title = made("title");
  title.textContent = node.title.replace(UNFIT, "");
  shape.append(title);
  return [shape, ...words(node.label.split("\n"), { x, y: y + node.size + node.font.size + 2 }, node.font)];
}

function corners({ shape, size }, x, y) {
  const many = CORNERS[shape] ?? 4;
  const start = { square: -Math.PI / 4, hexagon: 0 }[shape] ?? -Math.PI / 2;
  const far = shape === "square" ? size * Math.SQRT2 : size;
  return Array.from({ length: many }, (_, at) => start + (at * 2 * Math.PI) / many)
    .map((turn) => `${x + far * Math.cos(turn)},${y + far * Math.sin(turn)}`).join(" ");
}

function words(lines, { x, y }, font) {
  return lines.map((text, at) => {
    const shown = made("text", {
      x, y: y + at * font.size * 1.25, "text-anchor": "middle", "font-size": font.size, "font-family": font.face, fill: font.color,
      stroke: font.strokeColor, "stroke-width": font.strokeWidth, "stroke-linejoin": "round", "paint-order": "stroke",
    });
    shown.textContent = text.replace(UNFIT, "");
    return shown;
  });
}

function made(name, about = {}) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(about)) if (value !== undefined && key !== "xmlns") element.setAttribute(key, value);
  return element;
}
