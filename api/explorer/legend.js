// Buttons that hide or show the entities, or the relations, of one type.

/**
 * Makes the legend's buttons work.
 * @param {HTMLElement} legend
 * @param {{network?: any, nodes: any, edges: any}} picture   as picture.js draws it
 */
export function connectLegend(legend, { nodes, edges }) {
  const off = { node: new Set(), edge: new Set() };
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (legend.querySelectorAll("[aria-pressed]"))) {
    button.addEventListener("click", () => {
      const [part, kind] = Object.entries(button.dataset)[0];
      const shown = button.getAttribute("aria-pressed") === "true";
      button.setAttribute("aria-pressed", String(!shown));
      off[part][shown ? "add" : "delete"](kind);
      show(nodes, edges, off);
    });
  }
}

function show(nodes, edges, off) {
  // The entity that the page is about stays.
  nodes.update(nodes.map(({ id, kind, ring }) => ({ id, hidden: ring > 0 && off.node.has(kind) })));
  const gone = new Set(nodes.getIds({ filter: (node) => node.hidden }));
  edges.update(edges.map(({ id, kind, from, to }) => ({ id, hidden: off.edge.has(kind) || gone.has(from) || gone.has(to) })));
}
