// The page of flows: charts drawn when they come into sight, and a table of regions whose cells open their edges.
import { drawChart } from "./charts.js";
import * as data from "./data.js";
import { all, find } from "./dom.js";
import { element, fact } from "./words.js";

const texts = JSON.parse(find("texts").textContent);
const [MOST, LISTED] = [1000, 200]; // relations that are read, and listed

const drawn = (place) => drawChart(place, place.dataset.chart).then(() => bands(place), (error) => { place.textContent = `${texts.trouble} ${error.message}`; })
  .finally(() => { place.dataset.drawn = "yes"; });
const sight = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) if (isIntersecting) { sight.unobserve(target); drawn(target); }
}, { rootMargin: "200px" });
const charts = all("[data-chart]");
for (const place of charts) sight.observe(place);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.filter(({ dataset }) => dataset.drawn).forEach(drawn));

const list = find("edges");
const backwards = new Set(list?.dataset.backwards.split(" ")); // types of which the edge's tail is where the flow begins
const codes = new Map(all("[data-name]").map(({ dataset }) => [dataset.name, dataset.code])); // of regions
for (const cell of all("[data-from]")) cell.addEventListener("click", () => choose({ ...cell.dataset }));
addEventListener("popstate", () => open(asked()));
open(asked());

/** What the address asks for: the relations between two regions, of a band only those of its type and state. */
function asked() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(["from", "to", "type", "state"].map((key) => [key, query.get(key) ?? ""]));
}

/** The address of what is chosen; the rest of it stays. */
function address(chosen, path = location.pathname) {
  const query = new URLSearchParams(location.search);
  for (const key of ["from", "to", "type", "state"]) {
    if (chosen[key]) query.set(key, chosen[key]);
    else query.delete(key);
  }
  return `${path}?${query}`;
}

async function choose(chosen) {
  history.pushState(null, "", address(chosen));
  if (await open(chosen)) {
    list.focus({ preventScroll: true });
    list.scrollIntoView({ block: "nearest" });
  }
}

/** Makes the bands of the diagram buttons, for every pointer and for the keyboard. */
function bands(place) {
  const every = [...place.querySelectorAll(".sankey-link")].map((path) => ({ path, ...band(path) }));
  for (const { path, chosen, label } of every.filter(({ chosen }) => chosen.from && chosen.to)) {
    for (const [key, value] of Object.entries({ role: "button", tabindex: "0", "aria-label": label, "aria-pressed": "false" })) path.setAttribute(key, value);
    path.onclick = () => choose(chosen);
    path.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(chosen);
    };
  }
  if (every.length) press(asked());
}

/** What a band holds, as the address has it, and how it is called. */
function band(path) {
  const { trace, pointNumber, label } = path.__data__.link;
  const [origin, destination, type, planned] = trace.link.customdata[pointNumber];
  return { label, chosen: { from: codes.get(origin), to: codes.get(destination), type, state: planned ? "planned" : "done" } };
}

/** Marks the cell, or the band, that is open. */
function press(chosen) {
  const same = (other) => ["from", "to", "type", "state"].every((key) => (other[key] ?? "") === (chosen[key] ?? ""));
  for (const cell of all("[data-from]")) cell.setAttribute("aria-pressed", String(same(cell.dataset)));
  for (const path of all('.sankey-link[role="button"]')) path.setAttribute("aria-pressed", String(same(band(path).chosen)));
}

/** Lists the relations of a cell or a band; false where there are none to be asked for, or they could not be had. */
async function open(chosen) {
  if (!list) return false;
  press(chosen);
  if (![...codes.values()].includes(chosen.from) || ![...codes.values()].includes(chosen.to)) {
    list.replaceChildren(element("p", { class: "note" }, texts.cell));
    return false;
  }
  const { from, to } = chosen;
  let rows;
  try {
    rows = (await data.rows("corridor_edges", { from, to, limit: MOST })).items.filter((row) => holds(row, chosen));
  } catch (error) {
    list.replaceChildren(element("p", { class: "note" }, `${texts.trouble} ${error.message}`));
    return false;
  }
  const facts = rows.slice(0, LISTED).map((row) => {
    const [head, tail] = [{ id: row.headId, name: row.headName }, { id: row.tailId, name: row.tailName }];
    return fact({ ...row, head, tail }, texts, explore);
  });
  const table = element("a", { class: "take", href: address(chosen, "/flows.csv"), download: true }, texts.csv);
  list.replaceChildren(element("h3", {}, title(chosen, rows.length)), element("p", {}, table), element("ul", { class: "facts" }, ...facts));
  return true;
}

/** Whether a relation belongs to what is chosen: its flow goes that way, and its type and state are those of the band. */
function holds({ type, status, headSide }, chosen) {
  const state = status === "planned" ? "planned" : "done";
  return (headSide === "to") === backwards.has(type) && [type, ""].includes(chosen.type ?? "") && [state, ""].includes(chosen.state ?? "");
}

function title({ from, to, type, state }, count) {
  const name = (code) => [...codes].find(([, own]) => own === code)[0];
  const kind = [texts.edges[type]?.name, state === "planned" ? texts.states.planned : ""].filter(Boolean).join(" · ");
  return texts.flow.replace("{origin}", name(from)).replace("{destination}", name(to)).replace("{count}", count) + (kind && `　${kind}`);
}

function explore(chosen) {
  location.assign(`/?open=${encodeURIComponent(chosen.slice("node:".length))}&chosen=${encodeURIComponent(chosen)}`);
}
