// Undo and redo of every change of view, as many as there were; the browser's back and forward lead to the same views.
import { address, read, sighted } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {object} Steps
 * @property {() => State} now
 * @property {(next: Partial<State>) => boolean} change   false when nothing is other than it was
 * @property {(by: -1 | 1) => boolean} move   undo or redo; false when there is nothing to
 * @property {(view: State) => void} correct   puts another in the place of the one that is now
 * @property {() => string} sight   what is looked at of the view that is now, see sight.js; nothing: all of it
 * @property {(sight: string) => void} look   remembers and puts into the address what is looked at; it is no step of its own
 * @property {() => boolean} undoable
 * @property {() => boolean} redoable
 */

const STILL = ["chosen", "pin", "park"]; // what can change without the picture being another

/**
 * @param {() => void} arrived   called when the browser's own back or forward led to another view
 * @returns {Steps}
 */
export function steps(arrived) {
  let views = [read()];
  let at = 0;
  const now = () => views[at];
  const sights = new WeakMap([[views[0], sighted()]]);
  const sight = () => sights.get(now()) ?? "";
  const known = (view) => address(view);
  const add = (view) => {
    if (known(view) === known(now())) return false;
    if (known({ ...now(), ...pick(view) }) === known(view)) sights.set(view, sight());
    views = [...views.slice(0, at + 1), view];
    at += 1;
    return true;
  };
  const here = () => address(now(), sight());
  const say = () => history.pushState(null, "", here());
  addEventListener("popstate", () => {
    const view = read();
    const near = [at - 1, at + 1].find((place) => views[place] && known(views[place]) === known(view));
    if (near !== undefined) at = near;
    else if (!add(view)) return;
    sights.set(now(), sighted());
    arrived();
  });
  return {
    now,
    change: (next) => add({ ...now(), ...next }) && (say(), true),
    move: (by) => Boolean(views[at + by]) && (at += by, say(), true),
    correct: (view) => {
      sights.set(view, sight());
      views[at] = view;
      history.replaceState(null, "", here());
    },
    sight,
    look: (text) => {
      sights.set(now(), text);
      history.replaceState(null, "", here());
    },
    undoable: () => at > 0,
    redoable: () => at < views.length - 1,
  };
}

/** @param {State} view */
const pick = (view) => Object.fromEntries(STILL.map((key) => [key, view[key]]));
