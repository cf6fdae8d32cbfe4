// The panel beside the picture: what was clicked, in the words of the list below the picture.

/**
 * Fills the panel with the facts of what is clicked.
 * @param {HTMLElement} panel
 * @param {{network?: any, nodes: any, edges: any}} picture   as picture.js draws it
 */
export function connectPanel(panel, { network, nodes, edges }) {
  const facts = [...document.querySelectorAll("main .facts > .fact")];
  const close = () => {
    fill(panel, null);
    network.unselectAll();
  };
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) fill(panel, ofNode(nodes.get(node), facts));
    else if (edge !== undefined) fill(panel, ofEdge(edges.get(edge), facts, panel));
    else close();
  });
  network.on("doubleClick", ({ nodes: [node] }) => {
    if (node !== undefined && nodes.get(node).ring > 0) location.assign(nodes.get(node).page);
  });
  network.on("hoverNode", () => { network.canvas.body.container.style.cursor = "pointer"; });
  network.on("hoverEdge", () => { network.canvas.body.container.style.cursor = "pointer"; });
  network.on("blurNode", () => { network.canvas.body.container.style.cursor = ""; });
  network.on("blurEdge", () => { network.canvas.body.container.style.cursor = ""; });
  // On a phone the panel comes up under the finger: what follows the touch must not be a click on it.
  network.canvas.body.container.addEventListener("touchend", (event) => { if (event.cancelable) event.preventDefault(); });
  panel.querySelector(".close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
}

function ofEdge(edge, facts, panel) {
  return { title: panel.getAttribute("aria-label"), facts: facts.filter((fact) => fact.dataset.fact === edge.id) };
}

function ofNode(node, facts) {
  const own = facts.filter(({ dataset }) => dataset.head === node.id || dataset.tail === node.id);
  return { title: node.name, kind: node.title.split("\n")[1], page: node.ring > 0 ? node.page : "", here: node.ring === 0, facts: own };
}

function fill(panel, what) {
  const find = (selector) => panel.querySelector(selector);
  find(".hint").hidden = Boolean(what);
  find(".shown").hidden = !what;
  if (!what) return;
  find("h2").textContent = what.title;
  find(".kind").textContent = what.kind ?? "";
  find(".open").hidden = !what.page;
  find(".open").href = what.page || "#";
  find(".here").hidden = !what.here;
  find(".shown > .about").hidden = !what.kind;
  find(".facts").replaceChildren(...what.facts.map((fact) => fact.cloneNode(true)));
  for (const more of find(".facts").querySelectorAll("details")) more.open = what.facts.length === 1;
  find(".shown").scrollTop = 0;
}
