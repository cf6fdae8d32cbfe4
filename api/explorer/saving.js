// What can be taken away: the picture as PNG and SVG, its relations as CSV, and all of it with the sentences as one page.
import { page } from "./page.js";
import { svg } from "./svg.js";
import { element } from "./words.js";

/**
 * Makes the four buttons work.
 * @param {import("./graph.js").Picture} picture
 * @param {() => import("./filters.js").Found} shown   what is drawn
 * @param {Record<string, any>} texts
 * @param {(error: Error) => void} trouble
 */
export function saving(picture, shown, texts, trouble) {
  const on = (id, act) => document.getElementById(id).addEventListener("click", () => act().catch(trouble));
  on("png", async () => save("graph.png", image(picture)));
  on("svg", async () => save("graph.svg", `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg(picture))}`));
  on("csv", async () => save("graph.csv", `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${table(shown())}`)}`));
  on("html", async () => {
    const { nodes, edges } = shown();
    const html = await page(svg(picture), [...edges.values()], (id) => nodes.get(id).name, texts);
    const address = URL.createObjectURL(new Blob([html], { type: "text/html" }));
    save("graph.html", address);
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  });
}

/**
 * The picture as it stands, on the page's ground.
 * @param {import("./graph.js").Picture} picture
 * @returns {string} the address of a PNG
 */
export function image({ network, look }) {
  const drawn = network.canvas.frame.canvas;
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [drawn.width, drawn.height];
  const pen = copy.getContext("2d");
  pen.fillStyle = look().paper;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(drawn, 0, 0);
  return copy.toDataURL("image/png");
}

function table({ nodes, edges }) {
  // A leading apostrophe keeps spreadsheets from taking a name for a formula.
  const cell = (value) => `"${String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
  const name = (id) => nodes.get(id)?.name;
  const rows = [...edges.values()].map((edge) => [name(edge.from), edge.type, name(edge.to), edge.status, edge.sources, edge.id]);
  return [["head", "type", "tail", "status", "sources", "id"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

function save(name, href) {
  element("a", { href, download: name }).click();
}
