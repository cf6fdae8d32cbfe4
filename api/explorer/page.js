// What is shown as one HTML file: the picture as SVG and every fact with its sentences; no script, nothing to fetch.
import { evidence } from "./data.js";
import { claim, element, quotes } from "./words.js";

const AT_ONCE = 6; // questions to the server
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";
const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.7 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
svg { max-width: 100%; height: auto; border: 1px solid #8886; border-radius: 6px; }
li { margin: 1rem 0; break-inside: avoid; } .claim { font-weight: 600; margin: 0; } .status { margin-left: 0.5em; font-weight: 400; }
blockquote { margin: 0.5rem 0 0.5rem 1rem; } blockquote p { margin: 0; } footer { font-size: 0.85rem; } footer span { margin-left: 1em; }`;

/**
 * @param {string} drawing   an SVG document
 * @param {Array<{id: string, type: string, from: string, to: string, status: string}>} edges   those that are not hidden
 * @param {(id: string) => string} name   of an entity
 * @param {Record<string, any>} texts
 * @returns {Promise<string>} an HTML document that opens from disk
 */
export async function page(drawing, edges, name, texts) {
  const facts = await each(edges, async (edge) => {
    const ends = { head: { id: edge.from, name: name(edge.from) }, tail: { id: edge.to, name: name(edge.to) } };
    return element("li", {}, claim({ ...edge, ...ends }, texts, () => {}), ...quotes(await evidence(edge.id), texts));
  });
  const list = element("ul", {}, ...facts);
  // Names and links lead nowhere without the server: their words stay.
  for (const inner of list.querySelectorAll("button, a")) inner.replaceWith(element("span", {}, inner.textContent));
  const whole = document.implementation.createHTMLDocument(document.title);
  const picture = new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement;
  whole.body.append(element("h1", {}, document.title), whole.importNode(picture, true), list);
  // The head is written as text: a style made here would fall under this page's own policy.
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  const title = whole.querySelector("title").outerHTML;
  return `<!doctype html>\n<html lang="${document.documentElement.lang}"><head>${head}${title}<style>${STYLE}</style></head>${whole.body.outerHTML}</html>`;
}

/** What `work` makes of each item, in their order, a few at a time. */
async function each(items, work) {
  const made = [];
  for (let at = 0; at < items.length; at += AT_ONCE) made.push(...await Promise.all(items.slice(at, at + AT_ONCE).map(work)));
  return made;
}
