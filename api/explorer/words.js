// Builds what is read: the panel's facts with their sentences. Everything that comes from articles is set as text.
import { evidence } from "./data.js";

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name
 * @param {Record<string, any>} [about]   its attributes; what begins with `on` listens; undefined and false leave one out
 * @param {...(Node | string | undefined)} children   strings become text
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(name, about = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(about)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

/**
 * 甲位于乙: the sentence of an edge, its ends as buttons.
 * @param {{type: string, status: string | null, head: {id: string, name: string}, tail: {id: string, name: string}}} edge
 * @param {Record<string, any>} texts
 * @param {(chosen: string) => void} choose
 */
export function claim(edge, texts, choose) {
  const parts = texts.edges[edge.type].sentence.map((part) => {
    const end = { head: edge.head, tail: edge.tail }[part];
    if (!end) return element("span", { class: "verb" }, part);
    return element("button", { type: "button", class: "name", onclick: () => choose(`node:${end.id}`) }, end.name);
  });
  const status = texts.status[edge.status];
  return element("p", { class: "claim" }, ...parts, status ? " " : "", status ? element("span", { class: `status ${edge.status}` }, status) : "");
}

/**
 * The sentences behind an edge, each with its article.
 * @param {{statements: Array<Record<string, any>>}} found   as the API tells it
 * @param {Record<string, any>} texts
 * @returns {HTMLElement[]}
 */
export function quotes(found, texts) {
  return found.statements.map((one) => {
    const source = [one.articleSource, one.articleDate ?? one.date].filter(Boolean).join(" · ");
    const title = element("a", { href: `/read/${encodeURIComponent(one.articleId)}` }, one.articleTitle || one.articleId);
    const sure = `${texts.confidence} ${Math.round(one.confidence * 100)}%`;
    const sentence = one.sentence.trim().replace(/\s*\n\s*/g, "");
    return element("blockquote", {}, element("p", {}, sentence), element("footer", {}, title, element("span", {}, source), element("span", {}, sure)));
  });
}

/** Asks for the sentences of a fact when it comes into sight. */
const sight = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) if (isIntersecting) {
    sight.unobserve(target);
    target.dispatchEvent(new Event("sighted"));
  }
}, { rootMargin: "200px" });

/**
 * An edge as an item of a list, with its newest sentence; further ones can be opened.
 * @param {{id: string, type: string, status: string | null, head: {id: string, name: string}, tail: {id: string, name: string}}} edge
 * @param {Record<string, any>} texts
 * @param {(chosen: string) => void} choose
 * @returns {HTMLElement}
 */
export function fact(edge, texts, choose) {
  return element("li", { class: `fact edge-${edge.type}`, "data-edge": edge.id }, claim(edge, texts, choose), said(edge.id, texts));
}

/**
 * The place of an edge's sentences, filled when it comes into sight.
 * @param {string} id   of the edge
 * @param {Record<string, any>} texts
 * @returns {HTMLElement}
 */
export function said(id, texts) {
  const place = element("div", { class: "said", onsighted: () => tell(place, id, texts) });
  sight.observe(place);
  return place;
}

/** Fills the place of a fact's sentences. */
async function tell(place, id, texts) {
  try {
    const [newest, ...others] = quotes(await evidence(id), texts);
    const more = others.length ? element("details", {}, element("summary", {}, texts.more.replace("{count}", String(others.length))), ...others) : "";
    place.replaceChildren(...[newest, more].filter(Boolean));
  } catch (error) {
    place.replaceChildren(element("p", { class: "note" }, `${texts.trouble} ${error.message}`));
  }
}
