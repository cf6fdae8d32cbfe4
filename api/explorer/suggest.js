// The pages' search box: names are suggested while one writes; a whole name opens in the explorer.
import { search } from "./data.js";
import { all } from "./dom.js";
import { element } from "./words.js";

/** @param {HTMLInputElement} box */
function suggest(box, at) {
  const names = element("datalist", { id: `names-${at}` });
  /** @type {Array<{id: string, name: string, type: string, aliases: string[]}>} */
  let found = [];
  box.after(names);
  box.setAttribute("list", names.id);
  box.setAttribute("autocomplete", "off");
  box.addEventListener("input", async () => {
    const text = box.value.trim();
    const items = text ? (await search(text).catch(() => ({ items: [] }))).items : [];
    if (box.value.trim() !== text) return;
    found = items;
    // Browsers offer what holds the letters typed: a name that was found by its pinyin carries them.
    names.replaceChildren(...items.map(({ name }) => element("option", { value: name }, name.includes(text) ? "" : text)));
  });
  box.form.addEventListener("submit", (event) => {
    const same = found.filter(({ name }) => name === box.value.trim());
    if (same.length !== 1) return;
    event.preventDefault();
    const asked = new URLSearchParams({ open: same[0].id, chosen: `node:${same[0].id}` });
    const lang = new URLSearchParams(location.search).get("lang");
    if (lang) asked.set("lang", lang);
    location.assign(`/?${asked}`);
  });
}

all(".finder[action] input[type=search]").forEach(suggest);
