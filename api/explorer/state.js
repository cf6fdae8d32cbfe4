// What the explorer shows, kept in the page's address: a view can be sent, and the browser's back and forward undo and redo.

/**
 * @typedef {object} State
 * @property {string[]} open   ids whose neighbours are shown, the first one asked for first
 * @property {string[]} off    kinds that are hidden: node:Company, edge:SUPPLIES_TO, status:planned
 * @property {string} chosen   what the panel shows: node:ID, edge:ID or nothing
 * @property {string[]} path   ids of the two ends of a path, or of its start alone
 */

/** @returns {State} */
export function read() {
  const asked = new URLSearchParams(location.search);
  return {
    open: asked.getAll("open"),
    off: asked.getAll("off"),
    chosen: asked.get("chosen") ?? "",
    path: asked.getAll("path").slice(0, 2),
  };
}

/** @param {State} state */
export function write(state) {
  const asked = new URLSearchParams();
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang) asked.set("lang", lang);
  for (const key of ["open", "off", "path"]) for (const value of state[key]) asked.append(key, value);
  if (state.chosen) asked.set("chosen", state.chosen);
  const address = `${location.pathname}?${asked}`;
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
}

/** The list with a value that was not in it, or without one that was. */
export function toggled(list, value) {
  return list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
}
