// What the API says, asked once.

const PAGE = 1000; // the most of a list that the API gives at once
const MOST = 2000; // relations of one entity that are loaded, those with most sources first

const known = new Map();

async function ask(address) {
  if (!known.has(address)) {
    known.set(address, fetch(address, { headers: { Accept: "application/json" } }).then(async (answer) => {
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.detail ?? body.title ?? answer.statusText);
      return body;
    }));
    known.get(address).catch(() => known.delete(address));
  }
  return known.get(address);
}

const at = (id) => encodeURIComponent(id);

/** @type {(id: string) => Promise<{id: string, name: string, type: string, aliases: string[], region: string | null}>} */
export const entity = (id) => ask(`/entities/${at(id)}`);
/** An edge with the sentences behind it. @type {(id: string) => Promise<Record<string, any> & {type: string, status: string | null, statements: Array<Record<string, any>>}>} */
export const evidence = (id) => ask(`/edges/${at(id)}`);
/** Names that begin or go on as a text does. @type {(text: string) => Promise<{items: Array<{id: string, name: string, type: string, aliases: string[]}>}>} */
export const search = (text) => ask(`/suggestions?limit=8&q=${at(text)}`);
/** @type {(from: string, to: string) => Promise<{items: Array<{nodes: Array<Record<string, any>>, edges: Array<Record<string, any>>}>}>} */
export const path = (from, to) => ask(`/paths?from=${at(from)}&to=${at(to)}`);

/** The rows of a named query. @type {(query: string, params: Record<string, any>) => Promise<{items: Array<Record<string, any>>}>} */
export const rows = (query, params) => ask(`/queries/${at(query)}?${new URLSearchParams(params)}`);

/**
 * The relations of an entity, those with most sources first.
 * @param {string} id
 * @returns {Promise<{items: Array<Record<string, any>>, total: number}>}
 */
export async function neighbours(id) {
  const page = (offset) => ask(`/entities/${at(id)}/adjacent?limit=${PAGE}&offset=${offset}`);
  const first = await page(0);
  const items = [...first.items];
  for (let from = PAGE; from < Math.min(first.total, MOST); from += PAGE) items.push(...(await page(from)).items);
  return { items, total: first.total };
}

/** Codes of where the neighbours of an entity are, by id. */
const regions = async (id) => new Map((await rows("adjacent_regions", { id })).items.map((row) => [row.id, row.regions]));

/**
 * All entities and relations that a state asks for, by id, before anything is hidden.
 * @param {import("./state.js").State} state
 * @returns {Promise<import("./filters.js").Found & {lost: boolean, moved: Map<string, string>, lacking?: Error}>} `lost`: there is
 * no path; `moved`: ids asked for that were merged into others, with these; `lacking`: why some of it is not there
 */
export async function found(state) {
  const asked = state.open.map((id) => /** @type {Promise<[any, any, any]>} */ (Promise.all([entity(id), neighbours(id), regions(id)])));
  const way = state.path.length === 2 ? (await path(state.path[0], state.path[1])).items[0] : undefined;
  const [nodes, edges] = [new Map(), new Map()];
  const moved = new Map();
  const answers = /** @type {Array<{value?: [any, any, any], reason?: Error}>} */ (await Promise.allSettled(asked));
  const lacking = answers.find(({ reason }) => reason)?.reason;
  if (lacking && answers.every(({ reason }) => reason)) throw lacking;
  for (const [at, { value }] of answers.entries()) {
    if (value) gather(nodes, edges, ...value);
    if (value && value[0].id !== state.open[at]) moved.set(state.open[at], value[0].id);
  }
  for (const { id, name, type } of way?.nodes ?? []) nodes.set(id, { open: false, regions: [], ...nodes.get(id), id, name, type, way: true });
  for (const { id, type, from, to, status } of way?.edges ?? []) edges.set(id, { sources: 1, status, ...edges.get(id), id, type, from, to, way: true });
  return { nodes, edges, lost: state.path.length === 2 && !way, moved, lacking };
}

function gather(nodes, edges, own, around, places) {
  const { id, name, type } = own;
  nodes.set(id, { regions: own.region ? [own.region] : [], ...nodes.get(id), id, name, type, open: true, total: around.total });
  for (const one of around.items) {
    const other = { id: one.otherId, name: one.otherName, type: one.otherType, open: false, regions: places.get(one.otherId) ?? [] };
    if (!nodes.has(other.id)) nodes.set(other.id, other);
    const [from, to] = one.direction === "in" ? [other.id, id] : [id, other.id];
    const { edgeId, status, sources, since, firstSeen, lastSeen } = one;
    if (!edges.has(edgeId)) edges.set(edgeId, { id: edgeId, type: one.type, from, to, status, sources, since, firstSeen, lastSeen });
  }
}
