// The page's elements, without the types that a query cannot know.

/** The element with an id. @type {(id: string) => any} */
export const find = (id) => document.getElementById(id);

/** All elements of a selector, in a list. @type {(selector: string) => any[]} */
export const all = (selector) => [...document.querySelectorAll(selector)];
