// The part of the picture that is looked at, in the address as SCALE~X~Y~ID: how far the middle of the screen is from an entity.
// Told from an entity, it leads to the same neighbourhood on another screen, where the picture may be laid out otherwise.

/**
 * @typedef {{scale: number, x: number, y: number, id: string}} Sight   x and y in the picture's own measure
 */

/**
 * @param {string} text
 * @returns {Sight | undefined}
 */
export function sight(text) {
  const [, scale, x, y, id] = /^(\d{1,2}(?:\.\d{1,3})?)~(-?\d{1,6})~(-?\d{1,6})~(.+)$/s.exec(text) ?? [];
  return id && Number(scale) ? { scale: Number(scale), x: Number(x), y: Number(y), id } : undefined;
}

/**
 * What is looked at now; nothing where nothing is drawn.
 * @param {any} network   of vis-network
 * @returns {string}
 */
export function told(network) {
  const middle = network.getViewPosition();
  const places = Object.entries(network.getPositions());
  const far = ([, { x, y }]) => Math.hypot(middle.x - x, middle.y - y);
  const nearest = places.length ? places.reduce((one, other) => (far(other) < far(one) ? other : one)) : undefined;
  if (!nearest) return "";
  const [id, { x, y }] = nearest;
  return [Number(network.getScale().toFixed(3)), Math.round(middle.x - x), Math.round(middle.y - y), id].join("~");
}

/**
 * Looks there; false where the entity is not on the picture.
 * @param {any} network
 * @param {string} text
 * @returns {boolean}
 */
export function look(network, text) {
  const wanted = sight(text);
  const at = wanted && network.body.nodes[wanted.id];
  if (!at) return false;
  network.moveTo({ position: { x: at.x + wanted.x, y: at.y + wanted.y }, scale: Math.min(4, Math.max(0.1, wanted.scale)) });
  return true;
}
