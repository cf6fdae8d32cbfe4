// What the explorer shows, kept in the page's address: a view can be sent.

/**
 * @typedef {object} State
 * @property {string[]} open    ids whose neighbours are shown, the first one asked for first
 * @property {string[]} whole   ids of those whose neighbours are all drawn, however many
 * @property {string[]} off     kinds that are hidden: edge:SUPPLIES_TO, node:Company, region:12, status:planned
 * @property {string[]} only    kinds besides which nothing of their part is shown: edge:INCUBATED_BY
 * @property {string} since     first month of the period, 2024-01, or nothing
 * @property {string} until     last month of the period, or nothing
 * @property {string[]} pin     entities that the reader put somewhere, see pins.js
 * @property {string[]} path    ids of the two ends of a path, or of its start alone
 * @property {string} chosen    what the panel shows: node:ID, edge:ID or nothing
 * @property {string} park      id of the park whose companies are shown by origin and industry, or nothing
 */

const LISTS = ["open", "whole", "off", "only", "pin", "path"];
const WORDS = ["since", "until", "chosen", "park"];
const SIGHT = "sight";

/** @type {State} */
export const NOTHING = Object.freeze({
  open: [], whole: [], off: [], only: [], since: "", until: "", pin: [], path: [], chosen: "", park: "",
});

/**
 * @param {string} search   the query of an address
 * @returns {State}
 */
export function read(search = location.search) {
  const asked = new URLSearchParams(search);
  const lists = LISTS.map((key) => [key, [...new Set(asked.getAll(key).filter(Boolean))]]);
  const words = WORDS.map((key) => [key, asked.get(key) ?? ""]);
  const state = Object.fromEntries([...lists, ...words]);
  return { ...state, path: state.path.slice(0, 2) };
}

/** What the address says is looked at. @returns {string} */
export const sighted = () => new URLSearchParams(location.search).get(SIGHT) ?? "";

/**
 * The address of a view, in the language that the reader chose.
 * @param {State} state
 * @param {string} [sight]   what is looked at of it, see sight.js
 * @returns {string}
 */
export function address(state, sight = "") {
  const asked = new URLSearchParams();
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang) asked.set("lang", lang);
  for (const key of LISTS) for (const value of state[key]) asked.append(key, value);
  for (const key of WORDS) if (state[key]) asked.set(key, state[key]);
  if (sight) asked.set(SIGHT, sight);
  return asked.size ? `${location.pathname}?${asked}` : location.pathname;
}

/**
 * The view with other ids: of entities that were merged one is left.
 * @param {State} state
 * @param {Map<string, string>} moved   ids by those before
 * @returns {State}
 */
export function renamed(state, moved) {
  const now = (id) => moved.get(id) ?? id;
  const all = (ids) => [...new Set(ids.map(now))];
  const chosen = state.chosen.startsWith("node:") ? `node:${now(state.chosen.slice(5))}` : state.chosen;
  return { ...state, open: all(state.open), whole: all(state.whole), chosen };
}

/**
 * The list with a value that was not in it, or without one that was.
 * @param {string[]} list
 * @param {string} value
 * @returns {string[]}
 */
export function toggled(list, value) {
  return list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
}
