// What of the filtered is drawn: of an entity with very many neighbours the first ones, the rest as one dot with a count.

/** Neighbours of an unfolded entity that are drawn at once, those with most sources first. */
export const FEW = 300;
/** The most that are drawn when the reader asks for all. */
export const ALL = 1500;

/**
 * @param {import("./filters.js").Found} kept
 * @param {import("./state.js").State} state
 * @returns {import("./filters.js").Found & {rests: Map<string, number>}} `rests`: how many are left out, by the id of their neighbour
 */
export function drawn(kept, state) {
  const seen = new Set([...kept.nodes.values()].filter(({ open, way }) => open || way).map(({ id }) => id));
  const around = neighbours(kept.edges);
  for (const id of state.open) for (const other of [...around.get(id) ?? []].slice(0, state.whole.includes(id) ? ALL : FEW)) seen.add(other);
  const rests = new Map();
  for (const id of state.open) {
    const rest = [...around.get(id) ?? []].filter((other) => !seen.has(other)).length;
    if (rest && seen.has(id)) rests.set(id, rest);
  }
  return {
    nodes: new Map([...kept.nodes].filter(([id]) => seen.has(id))),
    edges: new Map([...kept.edges].filter(([, { from, to }]) => seen.has(from) && seen.has(to))),
    rests,
  };
}

/**
 * @param {Map<string, {from: string, to: string}>} edges
 * @returns {Map<string, Set<string>>} ids of the neighbours by id, in the order of the edges
 */
export function neighbours(edges) {
  const found = new Map();
  const add = (id, other) => (found.get(id) ?? found.set(id, new Set()).get(id)).add(other);
  for (const { from, to } of edges.values()) {
    add(from, to);
    add(to, from);
  }
  return found;
}
