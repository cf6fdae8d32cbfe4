// The page of chains: a cell of the table opens below it without the page being loaded anew; its address is the cell's.
import { all, find } from "./dom.js";
import { replace } from "./parts.js";

const cell = find("cell");
let turn = 0;

/** Opens a cell; a later call overtakes an earlier one. */
async function open(address, kept) {
  const mine = ++turn;
  try {
    await replace(address, ["cell"], () => mine === turn);
  } catch {
    if (mine === turn) location.assign(address);
    return;
  }
  if (mine !== turn) return;
  if (kept) history.pushState(null, "", address);
  mark();
}

/** Marks the cell that the address is of. */
function mark() {
  const asked = (link) => ["industry", "stage", "city"].map((key) => new URLSearchParams(link.search).get(key) ?? "").join("\n");
  for (const link of all("a.cell")) {
    if (asked(link) === asked(location)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

all(".stages")[0]?.addEventListener("click", async (event) => {
  const link = event.target.closest("a.cell");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  await open(link.href, true);
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest" });
});
let industry = new URLSearchParams(location.search).get("industry");
addEventListener("popstate", () => {
  const now = new URLSearchParams(location.search).get("industry");
  if (now === industry) open(location.href, false);
  else location.reload();
  industry = now;
});
