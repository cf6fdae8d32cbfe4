// What of the loaded entities and relations is shown: by type, region, status and period. Pure functions of the state.
import { toggled } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {object} Entity
 * @property {string} id
 * @property {string} name
 * @property {string} type
 * @property {string[]} regions   administrative codes: its own and those of where it is
 * @property {boolean} open
 * @property {boolean} [way]   on the path asked for
 * @property {number} [total]   of its relations, where it is open
 * @typedef {object} Relation
 * @property {string} id
 * @property {string} type
 * @property {string} from
 * @property {string} to
 * @property {string | null} status
 * @property {string | null} [since]
 * @property {string | null} [firstSeen]
 * @property {string | null} [lastSeen]
 * @property {number} sources
 * @property {boolean} [way]
 * @typedef {{nodes: Map<string, Entity>, edges: Map<string, Relation>}} Found
 */

/** The parts of the filter, in their order on the page. */
export const PARTS = ["edge", "node", "region", "status"];
/** 北京, 天津, 河北 by the first two figures of their codes; elsewhere; not reported. */
export const REGIONS = ["11", "12", "13", "other", "none"];
const OF = {
  edge: (relation) => [relation.type],
  status: (relation) => [relation.status ?? "done"],
  node: (entity) => [entity.type],
  region: (entity) => regions(entity),
};

/** @param {Entity} entity */
function regions({ regions: codes = [] }) {
  if (!codes.length) return ["none"];
  return [...new Set(codes.map((code) => (REGIONS.includes(code.slice(0, 2)) ? code.slice(0, 2) : "other")))];
}

/**
 * Whether a kind is shown.
 * @param {State} state
 * @param {string} part
 * @returns {(kind: string) => boolean}
 */
export function allows(state, part) {
  const of = (list) => new Set(list.filter((key) => key.startsWith(`${part}:`)).map((key) => key.slice(part.length + 1)));
  const [off, only] = [of(state.off), of(state.only)];
  return (kind) => !off.has(kind) && (!only.size || only.has(kind));
}

/**
 * How many of the loaded are of each kind of a part.
 * @param {Found} found
 * @param {string} part
 * @returns {Map<string, number>}
 */
export function counts(found, part) {
  const items = part === "edge" || part === "status" ? found.edges : found.nodes;
  const sums = new Map();
  for (const item of items.values()) for (const kind of OF[part](item)) sums.set(kind, (sums.get(kind) ?? 0) + 1);
  return sums;
}

/**
 * The first and the last month of which a relation tells, as texts that sort; nothing where it has no date.
 * @param {Pick<Relation, "since" | "firstSeen" | "lastSeen">} relation
 */
function months({ since, firstSeen, lastSeen }) {
  const dates = [since, firstSeen, lastSeen].filter(Boolean);
  const first = dates.map((date) => `${date}-01`.slice(0, 7)).sort()[0];
  const last = dates.map((date) => (date.length < 7 ? `${date}-12` : date.slice(0, 7))).sort().at(-1);
  return [first, last];
}

/**
 * The first and last month of all relations.
 * @param {Found} found
 * @returns {[string | undefined, string | undefined]}
 */
export function span(found) {
  const all = [...found.edges.values()].map(months);
  return [all.map(([first]) => first).filter(Boolean).sort()[0], all.map(([, last]) => last).filter(Boolean).sort().at(-1)];
}

/**
 * What the filter leaves: unfolded entities and those of the path stay; others stay with a relation that does.
 * @param {Found} found
 * @param {State} state
 * @returns {Found}
 */
export function filtered(found, state) {
  const allowed = Object.fromEntries(PARTS.map((part) => [part, allows(state, part)]));
  const fits = (item, part) => OF[part](item).some(allowed[part]);
  const timely = (edge) => {
    const [first, last] = months(edge);
    return (!state.since && !state.until) || Boolean(first && last >= state.since && (!state.until || first <= state.until));
  };
  const stays = (/** @type {Entity} */ { open, way }) => open || way;
  const able = (id) => { const one = found.nodes.get(id); return stays(one) || (fits(one, "node") && fits(one, "region")); };
  const edges = new Map([...found.edges].filter(([, edge]) => fits(edge, "edge") && fits(edge, "status") && timely(edge) && able(edge.from) && able(edge.to)));
  const linked = new Set([...edges.values()].flatMap(({ from, to }) => [from, to]));
  return { nodes: new Map([...found.nodes].filter(([id, one]) => stays(one) || linked.has(id))), edges };
}

/**
 * How many choices narrow the view.
 * @param {State} state
 * @returns {number}
 */
export function narrowing(state) {
  return state.off.length + state.only.length + Number(Boolean(state.since)) + Number(Boolean(state.until));
}

/**
 * The change that a press on a kind makes: hidden or shown; where only some kinds are looked at, it joins or leaves them.
 * @param {State} state
 * @param {string} part
 * @param {string} kind
 * @returns {Partial<State>}
 */
export function pressed(state, part, kind) {
  const key = `${part}:${kind}`;
  const some = state.only.some((other) => other.startsWith(`${part}:`));
  const list = some ? "only" : "off";
  return { [list]: toggled(state[list], key) };
}

/**
 * The change that looks at one kind alone, or at all kinds of its part again.
 * @param {State} state
 * @param {string} part
 * @param {string} kind
 * @returns {Partial<State>}
 */
export function alone(state, part, kind) {
  const key = `${part}:${kind}`;
  const others = (list) => list.filter((other) => !other.startsWith(`${part}:`));
  return { off: others(state.off), only: state.only.includes(key) ? others(state.only) : [...others(state.only), key] };
}

/** @returns {Partial<State>} the change that shows everything again */
export const reset = () => ({ off: [], only: [], since: "", until: "" });
