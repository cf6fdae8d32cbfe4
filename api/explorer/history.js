// Undo and redo of every change of view, as many as there were; the browser's back and forward lead to the same views.
import { address, read } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {object} Steps
 * @property {() => State} now
 * @property {(next: Partial<State>) => boolean} change   false when nothing is other than it was
 * @property {(by: -1 | 1) => boolean} move   undo or redo; false when there is nothing to
 * @property {(view: State) => void} correct   puts another in the place of the one that is now
 * @property {() => boolean} undoable
 * @property {() => boolean} redoable
 */

/**
 * @param {() => void} arrived   called when the browser's own back or forward led to another view
 * @returns {Steps}
 */
export function steps(arrived) {
  let views = [read()];
  let at = 0;
  const now = () => views[at];
  const known = (view) => address(view);
  const add = (view) => {
    if (known(view) === known(now())) return false;
    views = [...views.slice(0, at + 1), view];
    at += 1;
    return true;
  };
  const say = () => history.pushState(null, "", known(now()));
  addEventListener("popstate", () => {
    const view = read();
    const near = [at - 1, at + 1].find((place) => views[place] && known(views[place]) === known(view));
    if (near !== undefined) at = near;
    else if (!add(view)) return;
    arrived();
  });
  return {
    now,
    change: (next) => add({ ...now(), ...next }) && (say(), true),
    move: (by) => Boolean(views[at + by]) && (at += by, say(), true),
    correct: (view) => {
      views[at] = view;
      history.replaceState(null, "", known(view));
    },
    undoable: () => at > 0,
    redoable: () => at < views.length - 1,
  };
}
