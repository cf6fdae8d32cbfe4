// Builds what is read: the panel's facts with their sentences. Everything that comes from articles is set as text.
import { evidence } from "./data.js";

export function element(name, about = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(about)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

/** 甲位于乙: the sentence of an edge, its ends as buttons. */
export function claim(edge, texts, choose) {
  const parts = texts.edges[edge.type].sentence.map((part) => {
    const end = { head: edge.head, tail: edge.tail }[part];
    if (!end) return element("span", { class: "verb" }, part);
    return element("button", { type: "button", class: "name", onclick: () => choose(`node:${end.id}`) }, end.name);
  });
  const status = texts.status[edge.status];
  return element("p", { class: "claim" }, ...parts, status ? " " : "", status ? element("span", { class: `status ${edge.status}` }, status) : "");
}

/** The sentences behind an edge, each with its article. */
export function quotes(found, texts) {
  return found.statements.map((one) => {
    const source = [one.articleSource, one.articleDate ?? one.date].filter(Boolean).join(" · ");
    const title = element("a", { href: `/read/${encodeURIComponent(one.articleId)}` }, one.articleTitle || one.articleId);
    const sure = `${texts.confidence} ${Math.round(one.confidence * 100)}%`;
    const sentence = one.sentence.trim().replace(/\s*\n\s*/g, "");
    return element("blockquote", {}, element("p", {}, sentence), element("footer", {}, title, element("span", {}, source), element("span", {}, sure)));
  });
}

/** An edge as an item of a list; its sentences are asked for when it is opened. */
export function fact(edge, texts, choose) {
  const more = element("details", {}, element("summary", {}, texts.evidence));
  more.addEventListener("toggle", async () => {
    if (more.open && more.children.length === 1) more.append(...quotes(await evidence(edge.id), texts));
  });
  return element("li", { class: `fact edge-${edge.type}`, "data-edge": edge.id }, claim(edge, texts, choose), more);
}
