// The filter on the page: for each part its kinds with how many there are, to hide or to look at alone; and a period.
import { all, find } from "./dom.js";
import { PARTS, REGIONS, allows, alone, counts, narrowing, pressed, reset, span } from "./filters.js";
import { refill } from "./refill.js";
import { element } from "./words.js";

const STATUS = ["done", "planned", "ended"];

/**
 * @param {Record<string, any>} texts
 * @param {(next: Partial<import("./state.js").State>) => void} change
 * @returns {(found: import("./filters.js").Found, shown: import("./filters.js").Found, state: import("./state.js").State) => void}
 */
export function choices(texts, change) {
  const [since, until] = [find("since"), find("until")];
  for (const [key, box] of Object.entries({ since, until })) box.addEventListener("change", () => change({ [key]: month(box.value) }));
  for (const button of all("[data-reset]")) button.addEventListener("click", () => change(reset()));
  return (found, shown, state) => {
    refill(find("choices"), ...PARTS.map((part) => fieldset(part, found, state, texts, change)));
    if (document.activeElement !== since || since.value) since.value = state.since;
    if (document.activeElement !== until || until.value) until.value = state.until;
    const [first, last] = span(found);
    find("span").textContent = first ? texts.span.replace("{first}", first).replace("{last}", last) : "";
    find("summed").textContent = texts.summed
      .replace("{nodes}", String(shown.nodes.size)).replace("{all_nodes}", String(found.nodes.size))
      .replace("{edges}", String(shown.edges.size)).replace("{all_edges}", String(found.edges.size));
    for (const button of all("[data-reset]")) button.hidden = !narrowing(state);
    find("empty").hidden = !(narrowing(state) && found.edges.size && !shown.edges.size);
  };
}

/** A month as the address has it: browsers without a picker of months let one write anything. */
function month(text) {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text.trim()) ? text.trim() : "";
}

function fieldset(part, found, state, texts, change) {
  const many = counts(found, part);
  const asked = [...state.off, ...state.only].filter((key) => key.startsWith(`${part}:`)).map((key) => key.slice(part.length + 1));
  const kinds = order(part, texts).filter((kind) => many.has(kind) || asked.includes(kind));
  const shown = allows(state, part);
  return element("fieldset", { class: "part", hidden: !kinds.length }, element("legend", {}, texts[`filter_${part}`]),
    ...kinds.map((kind) => choice(part, kind, { many: many.get(kind) ?? 0, shown: shown(kind) }, state, texts, change)));
}

function order(part, { nodes, edges }) {
  return { edge: Object.keys(edges), node: Object.keys(nodes), region: REGIONS, status: STATUS }[part];
}

function choice(part, kind, { many, shown }, state, texts, change) {
  const name = { edge: texts.edges[kind]?.name, node: texts.nodes[kind], region: texts.regions[kind], status: texts.states[kind] }[part];
  const key = `${part}:${kind}`;
  const mark = { edge: `dash edge-${kind}`, node: `dot node-${kind} ${texts.shapes[kind] ?? ""}` }[part];
  const lone = state.only.includes(key);
  return element("span", { class: "choice" },
    element("button", {
      type: "button", "aria-pressed": String(shown), "data-key": key, title: shown ? texts.hide_kind : texts.show_kind,
      onclick: () => change(pressed(state, part, kind)),
    }, mark ? element("span", { class: mark, "aria-hidden": "true" }) : "", name, " ", element("span", { class: "many" }, String(many))),
    element("button", {
      type: "button", class: "lone-kind", "aria-pressed": String(lone), "data-key": `only:${key}`, "aria-label": texts.only_kind.replace("{name}", name),
      title: lone ? texts.all_kinds : texts.only_kind.replace("{name}", name), onclick: () => change(alone(state, part, kind)),
    }, texts.only));
}
