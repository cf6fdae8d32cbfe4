// Buttons that hide or show the entities, or the relations, of one type. What is hidden stands in the address, so that a view can be sent.

/**
 * Makes the legend's buttons work, and hides what the address asks for: `hide=node:Company,edge:LOCATED_IN`.
 * @param {HTMLElement} legend
 * @param {{network?: any, nodes: any, edges: any}} picture   as picture.js draws it
 * @param {"search" | "hash"} [part]   of the address: a file has but the fragment
 */
export function connectLegend(legend, { nodes, edges }, part = "search") {
  const buttons = /** @type {HTMLElement[]} */ ([...legend.querySelectorAll("[aria-pressed]")]);
  const name = ({ dataset }) => Object.entries(dataset)[0].join(":");
  const off = () => buttons.filter((button) => button.getAttribute("aria-pressed") === "false").map(name);
  const follow = () => {
    const hidden = asked(part);
    for (const button of buttons) button.setAttribute("aria-pressed", String(!hidden.includes(name(button))));
    show(nodes, edges, off());
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") === "false"));
      show(nodes, edges, off());
      keep(part, off());
    });
  }
  if (part === "hash") addEventListener("hashchange", follow);
  if (asked(part).length) follow();
}

const query = (part, address = location) => new URLSearchParams(address[part].slice(1));

/** The kinds that the address hides. @returns {string[]} */
const asked = (part) => (query(part).get("hide") ?? "").split(",").filter(Boolean);

function keep(part, hidden) {
  if (location.protocol === "about:") return; // a frame in a notebook has no address of its own
  const address = changed(location.href, part, hidden);
  history.replaceState(history.state, "", address);
  const other = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[hreflang]"));
  if (other && part === "search") other.href = changed(other.href, part, hidden);
}

function changed(href, part, hidden) {
  const address = new URL(href);
  const kept = query(part, address);
  if (hidden.length) kept.set("hide", hidden.join(","));
  else kept.delete("hide");
  address[part] = String(kept).replaceAll("%3A", ":").replaceAll("%2C", ",");
  return address.href;
}

function show(nodes, edges, off) {
  // The entity that the page is about stays.
  nodes.update(nodes.map(({ id, kind, ring }) => ({ id, hidden: ring > 0 && off.includes(`node:${kind}`) })));
  const gone = new Set(nodes.getIds({ filter: (node) => node.hidden }));
  edges.update(edges.map(({ id, kind, from, to }) => ({ id, hidden: off.includes(`edge:${kind}`) || gone.has(from) || gone.has(to) })));
}
