// Parts of a page that the server makes: another address is fetched, and what stands there takes the place of what is shown.

const known = new Map();

/** The document behind an address of this site, asked for once. */
function ask(address) {
  if (!known.has(address)) {
    known.set(address, fetch(address, { headers: { Accept: "text/html" } }).then(async (answer) => {
      const text = await answer.text();
      if (!answer.ok) throw new Error(answer.statusText);
      // Its style has another nonce than this page and is not wanted here.
      return new DOMParser().parseFromString(text.replace(/<style[^]*?<\/style>/, ""), "text/html");
    }));
    known.get(address).catch(() => known.delete(address));
  }
  return known.get(address);
}

/**
 * Puts the elements with these ids as another address has them into this page, if they are still wanted then.
 * @param {string} address
 * @param {string[]} ids
 * @param {() => boolean} [wanted]
 */
export async function replace(address, ids, wanted = () => true) {
  const found = await ask(address);
  if (!wanted()) return;
  document.title = found.title;
  for (const id of ids) {
    const part = found.getElementById(id);
    if (part) document.getElementById(id)?.replaceChildren(...document.importNode(part, true).childNodes);
  }
}
