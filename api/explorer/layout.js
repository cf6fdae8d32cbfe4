// Where new entities begin: around the one they were unfolded from, like beside like; forces then settle a small picture.
import { neighbours } from "./crowd.js";

const STEP = 46; // between two dots of a disc, and between its rings
const FIRST = 110; // radius of the innermost ring
const GAP = 90; // between two discs
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/**
 * @typedef {{x: number, y: number}} Place
 */

/**
 * Places entities that have none yet; those that are unfolded from a crowd move out of it.
 * @param {import("./filters.js").Found} drawn
 * @param {Map<string, Place>} placed   by id; the new ones are added
 * @param {Map<string, Place & {r: number}>} discs   of unfolded entities by id; the new ones are added
 */
export function arrange(drawn, placed, discs) {
  const around = neighbours(drawn.edges);
  for (const { id, open } of drawn.nodes.values()) {
    if (!open || discs.has(id)) continue;
    const fresh = [...around.get(id) ?? []].filter((other) => !placed.has(other) && !drawn.nodes.get(other).open);
    const r = radius(fresh.length);
    discs.set(id, { ...free(placed.get(id), r, discs), r });
    placed.set(id, discs.get(id));
    spread(id, ordered(id, fresh, drawn), placed, discs.get(id));
  }
  for (const [id, node] of drawn.nodes) if (!placed.has(id)) placed.set(id, beside(id, node, around, placed, discs));
}

/** The radius of a disc of so many dots. */
function radius(many) {
  return many ? slots(many).at(-1).r : 40;
}

/** Rings of places: how far from the middle, and at which turn. */
function slots(many) {
  const found = [];
  for (let r = FIRST; found.length < many; r += STEP) {
    const fit = Math.floor((2 * Math.PI * r) / STEP);
    const here = many - found.length < fit ? many - found.length : fit;
    for (let at = 0; at < here; at += 1) found.push({ r, turn: ((at + (r / STEP) % 1) / here) * 2 * Math.PI });
  }
  return found;
}

/** The nearest place to the one wished for, else to the middle, at which a disc touches no other. */
function free(wish, r, discs) {
  const { x, y } = wish ?? { x: 0, y: 0 };
  for (let at = 0; ; at += 1) {
    const far = 24 * Math.sqrt(at);
    const place = { x: x + far * Math.cos(at * GOLDEN), y: y + far * Math.sin(at * GOLDEN) };
    if ([...discs.values()].every((disc) => Math.hypot(disc.x - place.x, disc.y - place.y) >= disc.r + r + GAP)) return place;
  }
}

/** The neighbours in groups of one kind of relation and entity, each in the order of their sources. */
function ordered(id, fresh, drawn) {
  const kinds = new Map();
  const wanted = new Set(fresh);
  for (const { type, from, to } of drawn.edges.values()) {
    const other = from === id ? to : to === id ? from : undefined;
    if (other !== undefined && wanted.delete(other)) {
      const kind = `${type} ${from === id} ${drawn.nodes.get(other).type}`;
      (kinds.get(kind) ?? kinds.set(kind, []).get(kind)).push(other);
    }
  }
  return [...kinds].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, ids]) => ids);
}

/** Each group has a sector of the disc, its best reported nearest to the middle. */
function spread(id, groups, placed, { x, y }) {
  const all = slots(groups.flat().length).sort((one, other) => one.turn - other.turn || one.r - other.r);
  let from = 0;
  for (const ids of groups) {
    const own = all.slice(from, from + ids.length).sort((one, other) => one.r - other.r);
    ids.forEach((other, at) => placed.set(other, { x: x + own[at].r * Math.cos(own[at].turn), y: y + own[at].r * Math.sin(own[at].turn) }));
    from += ids.length;
  }
}

/** Outside the disc of a neighbour that is placed, at a turn of its own. */
function beside(id, node, around, placed, discs) {
  const near = [...around.get(id) ?? []].find((other) => placed.has(other));
  const { x, y } = placed.get(near) ?? { x: 0, y: 0 };
  const far = (discs.get(near)?.r ?? 40) + STEP;
  const turn = [...id].reduce((sum, sign) => sum + sign.codePointAt(0), placed.size) * GOLDEN;
  return { x: x + far * Math.cos(turn), y: y + far * Math.sin(turn) };
}
