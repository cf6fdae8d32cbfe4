// What the keyboard does on the explorer's page.

/**
 * @param {{undo: () => void, redo: () => void, pin: () => void, toggle: () => void, leave: () => void}} deeds
 */
export function keys({ undo, redo, pin, toggle, leave }) {
  const picture = document.getElementById("picture");
  addEventListener("keydown", (/** @type {any} */ event) => {
    const writing = event.target.closest?.("input, textarea, select");
    const key = event.key.toLowerCase();
    if (event.key === "Escape") return leave();
    if (writing || event.altKey) return undefined;
    if (event.ctrlKey || event.metaKey) {
      const deed = { z: event.shiftKey ? redo : undo, y: redo }[key];
      if (deed) {
        event.preventDefault();
        deed();
      }
      return undefined;
    }
    // Letters alone mean something only to who is at the picture or its panel.
    if (!picture.contains(event.target) || event.shiftKey) return undefined;
    if (key === "p") pin();
    if (key === "enter" && !event.target.closest("button, a, summary")) toggle();
    return undefined;
  });
}
