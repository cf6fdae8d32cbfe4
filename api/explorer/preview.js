// The page of an entity: its picture, the legend that hides and shows, the panel with the words behind a line.
import { all, find } from "./dom.js";
import { connectLegend } from "./legend.js";
import { connectPanel } from "./panel.js";
import { draw } from "./picture.js";

const frame = find("picture");
const data = JSON.parse(find("data").textContent);

frame.hidden = false;
const stage = find("network");
const picture = draw(stage, data);
stage.picture = picture; // in the browser's console: document.getElementById("network").picture.network
connectPanel(find("panel"), picture);
connectLegend(find("legend"), picture);
for (const button of all("#picture [data-zoom]")) {
  button.addEventListener("click", () => picture.zoom(Number(button.dataset.zoom)));
}
