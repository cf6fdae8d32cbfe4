// What the API says, asked once.

export const MOST = 60; // neighbours of an entity that are shown at once, those with most sources

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

export const entity = (id) => ask(`/entities/${at(id)}`);
export const neighbours = (id) => ask(`/entities/${at(id)}/adjacent?limit=${MOST}`);
export const evidence = (id) => ask(`/edges/${at(id)}`);
export const search = (text) => ask(`/suggestions?limit=8&q=${at(text)}`);
export const path = (from, to) => ask(`/paths?from=${at(from)}&to=${at(to)}`);

export const rows = (query, params) => ask(`/queries/${at(query)}?${new URLSearchParams(params)}`);

/** All entities and edges that a state shows, by id. */
export async function shown(state) {
  const nodes = new Map();
  const edges = new Map();
  for (const id of state.open) {
    const [own, around] = await Promise.all([entity(id), neighbours(id)]);
    nodes.set(id, { id, name: own.name, type: own.type, open: true, total: around.total });
    for (const one of around.items) {
      if (!nodes.has(one.otherId)) nodes.set(one.otherId, { id: one.otherId, name: one.otherName, type: one.otherType, open: false });
      const [from, to] = one.direction === "in" ? [one.otherId, id] : [id, one.otherId];
      if (!edges.has(one.edgeId)) edges.set(one.edgeId, { id: one.edgeId, type: one.type, from, to, status: one.status, sources: one.sources });
    }
  }
  const found = state.path.length === 2 ? (await path(...state.path)).items[0] : undefined;
  for (const { id, name, type } of found?.nodes ?? []) nodes.set(id, { open: false, ...nodes.get(id), id, name, type, way: true });
  for (const { id, type, from, to, status } of found?.edges ?? []) edges.set(id, { sources: 1, status, ...edges.get(id), id, type, from, to, way: true });
  return { nodes, edges, lost: state.path.length === 2 && !found };
}
