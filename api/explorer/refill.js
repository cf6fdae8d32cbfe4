// Replaces what an element holds; who was at a control of it by keyboard stays at the same one.

/**
 * @param {HTMLElement} place
 * @param {...(Node | string)} children   controls that are the same as before carry the same data-key
 */
export function refill(place, ...children) {
  const here = place.contains(document.activeElement) ? /** @type {any} */ (document.activeElement.closest("[data-key]"))?.dataset.key : undefined;
  const { scrollTop } = place;
  place.replaceChildren(...children);
  place.scrollTop = scrollTop;
  if (here !== undefined) /** @type {any} */ (place.querySelector(`[data-key="${CSS.escape(here)}"]`))?.focus({ preventScroll: true });
}
