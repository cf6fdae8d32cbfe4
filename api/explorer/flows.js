// The page of flows: charts drawn when they come into sight, and a table of regions whose cells open their edges.
import { drawChart } from "./charts.js";
import * as data from "./data.js";
import { all, find } from "./dom.js";
import { element, fact } from "./words.js";

const texts = JSON.parse(find("texts").textContent);
const backwards = new Set(["INCUBATED_BY", "RELOCATED_FROM"]); // the edge's tail is where the flow begins

const drawn = (place) => drawChart(place, place.dataset.chart).catch((error) => { place.textContent = `${texts.trouble} ${error.message}`; })
  .finally(() => { place.dataset.drawn = "yes"; });
const sight = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) if (isIntersecting) { sight.unobserve(target); drawn(target); }
}, { rootMargin: "200px" });
const charts = all("[data-chart]");
for (const place of charts) sight.observe(place);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.filter(({ dataset }) => dataset.drawn).forEach(drawn));

const list = find("edges");
for (const cell of all("[data-from]")) {
  cell.addEventListener("click", async () => {
    history.pushState(null, "", address(cell));
    if (await open(cell)) list.focus();
  });
}
addEventListener("popstate", asked);
asked();

/** Opens the cell that the address asks for. */
function asked() {
  const [from, to] = ["from", "to"].map((key) => new URLSearchParams(location.search).get(key));
  const cell = all("[data-from]").find(({ dataset }) => dataset.from === from && dataset.to === to);
  if (cell) open(cell);
  else shut();
}

/** The address of a cell; the rest of it stays. */
function address({ dataset: { from, to } }) {
  const wanted = new URLSearchParams(location.search);
  wanted.set("from", from);
  wanted.set("to", to);
  return `${location.pathname}?${wanted}`;
}

function shut() {
  for (const cell of all("[data-from]")) cell.setAttribute("aria-pressed", "false");
  list?.replaceChildren(element("p", { class: "note" }, texts.cell));
}

/** Lists the relations of a cell; false where they could not be had. */
async function open(cell) {
  for (const other of all("[data-from]")) other.setAttribute("aria-pressed", String(other === cell));
  const { from, to } = cell.dataset;
  let rows;
  try {
    rows = (await data.rows("corridor_edges", { from, to, limit: 200 })).items.filter(({ type, headSide }) => (headSide === "to") === backwards.has(type));
  } catch (error) {
    list.replaceChildren(element("p", { class: "note" }, `${texts.trouble} ${error.message}`));
    return false;
  }
  const facts = rows.map((row) => {
    const [head, tail] = [{ id: row.headId, name: row.headName }, { id: row.tailId, name: row.tailName }];
    return fact({ ...row, head, tail }, texts, explore);
  });
  list.replaceChildren(element("h3", {}, cell.getAttribute("aria-label")), element("ul", { class: "facts" }, ...facts));
  return true;
}

function explore(chosen) {
  location.assign(`/explore?open=${encodeURIComponent(chosen.slice("node:".length))}&chosen=${encodeURIComponent(chosen)}`);
}
