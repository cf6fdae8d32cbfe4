// The explorer's search box: names appear while one writes; the arrow keys and Enter choose.
import { search } from "./data.js";
import { find } from "./dom.js";
import { element } from "./words.js";

/**
 * @param {Record<string, any>} texts
 * @param {(id: string) => void} add
 */
export function finder(texts, add) {
  const box = find("search");
  // Browsers offer what holds the letters typed: a name that was found by its pinyin carries them.
  const hintOf = ({ name, type }, text) => `${texts.nodes[type]}${name.includes(text) ? "" : ` · ${text}`}`;
  const items = async (text) => (text ? (await search(text).catch(() => ({ items: [] }))).items : []);
  box.addEventListener("input", async () => {
    const text = box.value.trim();
    const found = await items(text);
    if (box.value.trim() !== text) return;
    find("names").replaceChildren(...found.map((one) => element("option", { value: one.name }, hintOf(one, text))));
  });
  find("asking").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    const found = await items(text);
    const exact = found.find(({ name, aliases }) => name === text || aliases.includes(text));
    if (!exact && found.length > 1 && !find("start").hidden) {
      /** @type {HTMLFormElement} */ (find("asking")).submit(); // nothing is open yet: all that was found is listed
      return;
    }
    const best = exact ?? found[0];
    find("none").hidden = Boolean(best) || !text;
    if (!best) return;
    box.value = "";
    add(best.id);
  });
}
