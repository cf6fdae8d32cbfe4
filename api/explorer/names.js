// Writes the names over what vis-network has drawn: as many as have room on the screen, all of the same size at every scale.
import { arranged, write } from "./labels.js";

/** For the whole picture, in its own measure. */
export const EVERYWHERE = { scale: 1, left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };

/**
 * @typedef {import("./labels.js").Name & {id?: string, near?: string, edge?: string}} Named   `id`: of its dot; `near`: of the dot from which
 * its line comes; `edge`: of the line that it names instead
 * @typedef {object} Kept
 * @property {Named[]} names   the most important first
 * @property {string[]} pinned   ids of dots that are marked
 * @property {string} hovered   id of the dot under the pointer, whose name comes first
 * @property {ReturnType<typeof import("./picture.js").theme>} look
 * @property {(text: string, name: import("./labels.js").Name) => number} measure
 */

/**
 * Which names have room where `to` puts the points of the picture.
 * @param {Named[]} names
 * @param {any} network   of vis-network
 * @param {Kept} kept
 * @param {(x: number, y: number) => {x: number, y: number}} to
 * @param {{scale: number, left: number, right: number, top: number, bottom: number}} screen
 */
export function placed(names, network, kept, to, screen) {
  const ids = network.body.nodeIndices;
  const at = ({ x, y, options }) => ({ ...to(x, y), r: options.size * screen.scale });
  const seen = ({ x, y }) => x > screen.left - 60 && x < screen.right + 60 && y > screen.top - 40 && y < screen.bottom + 40;
  const dots = ids.map((id) => at(network.body.nodes[id])).filter(seen);
  const pairs = names.map((name) => /** @type {[Named, any]} */ ([name, pointOf(name, network, to)])).filter(([, dot]) => dot && seen(dot));
  return arranged(pairs, dots, kept.measure, screen);
}

/** The dot of a name, or the middle of its line; nothing where that is hidden. */
function pointOf(name, { body }, to) {
  if (name.edge !== undefined) {
    const line = body.edges[name.edge];
    const middle = line?.options.hidden ? undefined : line?.edgeType?.getPoint(0.5);
    return middle && to(middle.x, middle.y);
  }
  const [dot, other] = [body.nodes[name.id], body.nodes[name.near]];
  if (!dot || dot.options.hidden) return undefined;
  return { ...to(dot.x, dot.y), above: Boolean(other) && other.y - dot.y > Math.abs(other.x - dot.x) * 0.4 };
}

/**
 * What vis-network's `afterDrawing` calls.
 * @param {CanvasRenderingContext2D} pen
 * @param {any} network
 * @param {Kept} kept
 */
export function paint(pen, network, kept) {
  const ratio = network.canvas.pixelRatio || 1;
  const { a, e, f } = pen.getTransform();
  const to = (x, y) => ({ x: (a * x + e) / ratio, y: (a * y + f) / ratio });
  const screen = { scale: network.getScale(), left: 0, right: pen.canvas.width / ratio, top: 0, bottom: pen.canvas.height / ratio };
  pen.save();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = kept.look.paper;
  for (const id of kept.pinned) {
    const { x, y } = network.body.nodes[id] ? to(network.body.nodes[id].x, network.body.nodes[id].y) : { x: -99, y: -99 };
    pen.beginPath();
    pen.arc(x, y, Math.max(2.5, 4 * screen.scale), 0, 2 * Math.PI);
    pen.fill();
  }
  const first = kept.names.filter(({ id }) => id !== undefined && id === kept.hovered).map((name) => ({ ...name, sure: true }));
  const others = first.length ? kept.names.filter(({ id }) => id !== kept.hovered) : kept.names;
  write(pen, placed([...first, ...others], network, kept, to, screen), kept.look);
  pen.restore();
}
