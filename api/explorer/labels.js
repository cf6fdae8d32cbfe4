// Names on the picture: of one size at every scale, as many as have room, those first that matter most.

const LINE = 9; // Chinese characters of a line
const LINES = 2;
const CLOSING = /[）》」』”、，。)]/; // begins no line
const LEADING = 1.25;
const CELL = 80;
const ROOM = 5; // around a name, in pixels
const MOST = 90; // names at once: more are no picture but a page of text

/**
 * @typedef {object} Name
 * @property {string[]} lines
 * @property {number} size   of the letters, in pixels
 * @property {boolean} strong
 * @property {boolean} sure   shown whether it has room or not
 * @property {number} far   from the point to the name, in the picture's measure
 * @property {number} [side]   -1, 1: at the left or the right of its dot, if it has room there
 * @property {"ink" | "soft"} colour
 * @typedef {{x: number, y: number, r?: number, above?: boolean}} Dot   in pixels; `above`: its line comes from below
 * @typedef {{name: Name, x: number, y: number, width: number}} Placed   middle of the first line's top
 */

/**
 * A name in lines of about equal length, so that it stands below its dot.
 * @param {string} name
 * @returns {string[]}
 */
export function wrapped(name) {
  const signs = [...name.replace(/\p{C}+/gu, " ").trim()];
  const wide = (sign) => (/[\u1100-\uffdc]/.test(sign) ? 1 : 0.55);
  const whole = signs.reduce((sum, sign) => sum + wide(sign), 0);
  const limit = whole / Math.min(LINES, Math.ceil(whole / LINE) || 1);
  const lines = [""];
  let length = 0;
  for (const sign of signs) {
    if (length + wide(sign) > Math.min(limit, LINE) + 0.6 && lines.at(-1) && !CLOSING.test(sign)) {
      if (lines.length === LINES) return [...lines.slice(0, -1), `${lines.at(-1)}…`];
      lines.push("");
      length = 0;
    }
    lines[lines.length - 1] += sign;
    length += wide(sign);
  }
  return lines;
}

/**
 * Chooses which names are shown and where: beside their dots, where no other name and no other dot stands.
 * @param {Iterable<[Name, Dot]>} names   with their dots, the most important first
 * @param {Dot[]} dots   all of them
 * @param {(text: string, name: Name) => number} measure   width in pixels
 * @param {{scale: number, left: number, right: number, top: number, bottom: number}} screen   pixels for one of the picture; where it is cut off
 * @returns {Placed[]}
 */
export function arranged(names, dots, measure, { scale, left, right, top, bottom }) {
  const taken = grid();
  const crowd = grid();
  for (const { x, y, r } of dots) crowd.add([x - r, y - r, x + r, y + r]);
  const shown = [];
  for (const [name, dot] of names) {
    if (shown.length >= MOST && !name.sure) continue;
    const width = Math.max(...name.lines.map((line) => measure(line, name)));
    const whole = (box) => box[1] >= top && box[3] <= bottom;
    const all = tries(name, dot, width, scale).map((box) => inside(box, left, right));
    const boxes = [...all.filter(whole), ...all.filter((box) => !whole(box))];
    const alone = boxes.find((box) => taken.free(box) && crowd.free(box.inner));
    const best = alone ?? (name.sure ? boxes.find(taken.free) ?? boxes[0] : undefined);
    if (!best) continue;
    taken.add(best);
    shown.push({ name, x: (best[0] + best[2]) / 2, y: best[1] + 1, width });
  }
  return shown;
}

/**
 * Where a name may stand: below its dot, above it, at its sides; on its point where it has no dot.
 * @param {Name} name
 * @param {Dot} dot
 * @param {number} width
 * @param {number} scale
 */
function tries({ lines, size, far, side }, { x, y, above }, width, scale) {
  const height = lines.length * size * LEADING;
  const away = far * scale + 3;
  const at = (middle, top) => Object.assign([middle - width / 2 - ROOM, top - 1, middle + width / 2 + ROOM, top + height + 1], {
    inner: [middle - width / 2, top + 1, middle + width / 2, top + height - 1],
  });
  if (!far) return [at(x, y - height / 2)];
  const [below, over] = [at(x, y + away), at(x, y - away - height)];
  const beside = [at(x + away + width / 2 + 2, y - height / 2), at(x - away - width / 2 - 2, y - height / 2)];
  const upright = above ? [over, below] : [below, over];
  return side ? [beside[side > 0 ? 0 : 1], ...upright] : [...upright, ...beside];
}

/** A box moved so far that it is not cut off at the left or the right. */
function inside(box, left, right) {
  const by = box[0] < left ? left - box[0] : box[2] > right ? right - box[2] : 0;
  const moved = (one) => [one[0] + by, one[1], one[2] + by, one[3]];
  return Object.assign(moved(box), { inner: moved(box.inner) });
}

/** Boxes by the cells that they lie in: only those of the same cell can touch. */
function grid() {
  const found = new Map();
  const each = ([left, top, right, bottom], act) => {
    for (let x = Math.floor(left / CELL); x <= right / CELL; x += 1) {
      for (let y = Math.floor(top / CELL); y <= bottom / CELL; y += 1) if (act(x * 65536 + y)) return true;
    }
    return false;
  };
  const touches = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
  return {
    add: (box) => each(box, (cell) => { (found.get(cell) ?? found.set(cell, []).get(cell)).push(box); }),
    free: (box) => !each(box, (cell) => found.get(cell)?.some((other) => touches(box, other))),
  };
}

/** @param {{size: number, strong: boolean}} name @param {string} face */
export const font = ({ size, strong }, face) => `${strong ? "600 " : ""}${size}px ${face}`;

/**
 * Measures text as the pictures write it; each width is asked for once.
 * @param {string} face   of the letters
 * @returns {(text: string, name: Name) => number}
 */
export function measuring(face) {
  const pen = document.createElement("canvas").getContext("2d");
  const known = new Map();
  return (text, name) => {
    const key = `${name.size}${name.strong}${text}`;
    if (!known.has(key)) {
      pen.font = font(name, face);
      known.set(key, pen.measureText(text).width);
    }
    return known.get(key);
  };
}

/**
 * Writes the names with a canvas's pen, whose unit is a pixel of the screen.
 * @param {CanvasRenderingContext2D} pen
 * @param {Placed[]} placed
 * @param {{ink: string, soft: string, paper: string, face: string}} look
 */
export function write(pen, placed, look) {
  Object.assign(pen, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 4, strokeStyle: look.paper });
  for (const { name, x, y } of placed) {
    pen.font = font(name, look.face);
    pen.fillStyle = look[name.colour];
    name.lines.forEach((line, at) => {
      const top = y + at * name.size * LEADING;
      pen.strokeText(line, x, top);
      pen.fillText(line, x, top);
    });
  }
}

/** The top of each line of a placed name. @param {Placed} placed @returns {number[]} */
export const tops = ({ name, y }) => name.lines.map((_, at) => y + at * name.size * LEADING);
