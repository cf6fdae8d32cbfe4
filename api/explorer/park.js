// A park's companies by where they come from and by industry: the same rows as the query park_origins.
import { rows } from "./data.js";
import { REGIONS } from "./filters.js";
import { refill } from "./refill.js";
import { element, said } from "./words.js";

const ORIGINS = ["RELOCATED_FROM", "INCUBATED_BY", "ESTABLISHED_BY", "PART_OF"]; // the first that is told says where a company comes from

/**
 * @typedef {{id: string, name: string, status: string | null, industries: string[], regions: string[], origins: Array<{id: string, name: string, how: string, edge: string}>}} Company
 */

/**
 * @param {Array<Record<string, any>>} rows   of park_origins: a company has one for each of its origins
 * @returns {Company[]}
 */
export function companies(rows) {
  const found = new Map();
  const sorted = [...rows].sort((one, other) => ORIGINS.indexOf(one.how) - ORIGINS.indexOf(other.how));
  for (const { id, name, status, industries, originId, origin, how, originEdgeId, regions } of sorted) {
    const one = found.get(id) ?? { id, name, status, industries, regions: [], origins: [] };
    if (originId && !one.origins.some((other) => other.id === originId)) one.origins.push({ id: originId, name: origin, how, edge: originEdgeId });
    one.regions.push(...regions.map((code) => (REGIONS.includes(code.slice(0, 2)) ? code.slice(0, 2) : "other")));
    found.set(id, one);
  }
  return [...found.values()];
}

/**
 * The companies in groups, each at its first origin: region by region, and in each industry by industry.
 * @param {Company[]} all
 * @returns {Map<string, Map<string, Company[]>>} by region (11, 12, 13, other, none), then by industry ("" where none is told)
 */
export function grouped(all) {
  const groups = new Map();
  for (const region of REGIONS) {
    const here = all.filter(({ regions }) => (regions[0] ?? "none") === region);
    if (!here.length) continue;
    const names = [...new Set(here.flatMap(({ industries }) => industries))];
    const of = new Map(names.map((name) => [name, here.filter(({ industries }) => industries.includes(name))]));
    const untold = here.filter(({ industries }) => !industries.length);
    const sorted = [...of].sort(([, one], [, other]) => other.length - one.length);
    groups.set(region, new Map(untold.length ? [...sorted, ["", untold]] : sorted));
  }
  return groups;
}

/**
 * Fills the place of the park's view.
 * @param {HTMLElement} place
 * @param {{id: string, name: string}} park
 * @param {Record<string, any>} texts
 * @param {{choose: (chosen: string) => void, close: () => void}} on
 */
export async function showPark(place, park, texts, on) {
  const all = companies((await rows("park_origins", { id: park.id })).items);
  const groups = grouped(all);
  const link = element("a", { href: `/picture/${encodeURIComponent(park.id)}?view=park`, "data-key": "picture" }, texts.park_picture);
  refill(place,
    element("h2", {}, texts.park_title.replace("{name}", park.name)),
    element("p", { class: "note" }, all.length ? texts.park_about.replace("{count}", String(all.length)) : texts.park_none),
    element("p", { class: "deeds" }, element("button", { type: "button", "data-key": "close", onclick: on.close }, texts.park_close), link),
    ...[...groups].map(([region, industries]) => ofRegion(region, industries, texts, on)),
  );
}

function ofRegion(region, industries, texts, on) {
  const many = new Set([...industries.values()].flat().map(({ id }) => id)).size;
  return element("section", { class: "origin" },
    element("h3", {}, texts[region === "none" ? "park_nowhere" : "park_from"].replace("{region}", texts.regions[region]), element("span", { class: "many" }, String(many))),
    element("dl", {}, ...[...industries].flatMap(([name, here]) => [
      element("dt", {}, name || texts.park_no_industry, " ", element("span", { class: "many" }, String(here.length))),
      element("dd", {}, element("ul", {}, ...here.map((one) => company(one, texts, on)))),
    ])));
}

function company({ id, name, status, origins }, texts, { choose }) {
  const link = (one) => element("button", { type: "button", class: "name", "data-key": `node:${one.id}`, onclick: () => choose(`node:${one.id}`) }, one.name);
  const from = origins.flatMap((one) => [
    element("p", { class: "from" }, "← ", link(one), element("span", { class: "note" }, texts.edges[one.how].name)), said(one.edge, texts),
  ]);
  return element("li", {}, link({ id, name }), texts.status[status] ? element("span", { class: `status ${status}` }, texts.status[status]) : "", ...from);
}
