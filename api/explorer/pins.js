// Entities that the reader put somewhere stay there: in the address each is x~y~ID, in the picture's own measure.

/**
 * @typedef {{x: number, y: number}} Place
 */

/**
 * @param {string[]} pins
 * @returns {Map<string, Place>} places by id
 */
export function places(pins) {
  const found = new Map();
  for (const pin of pins) {
    const [, x, y, id] = /^(-?\d{1,6})~(-?\d{1,6})~(.+)$/s.exec(pin) ?? [];
    if (id) found.set(id, { x: Number(x), y: Number(y) });
  }
  return found;
}

/**
 * The pins with an entity at a place.
 * @param {string[]} pins
 * @param {string} id
 * @param {Place} place
 * @returns {string[]}
 */
export function pinned(pins, id, { x, y }) {
  return [...unpinned(pins, id), `${Math.round(x)}~${Math.round(y)}~${id}`];
}

/**
 * The pins without that of an entity.
 * @param {string[]} pins
 * @param {string} id
 * @returns {string[]}
 */
export function unpinned(pins, id) {
  return pins.filter((pin) => !places([pin]).has(id));
}
