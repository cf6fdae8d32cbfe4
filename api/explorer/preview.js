// The page of an entity: its picture, the legend that hides and shows, the panel with the words behind a line.
import { connectLegend } from "./legend.js";
import { connectPanel } from "./panel.js";
import { draw } from "./picture.js";

const frame = document.getElementById("picture");
const data = JSON.parse(document.getElementById("data").textContent);

frame.hidden = false;
const stage = document.getElementById("network");
const picture = draw(stage, data);
stage.picture = picture; // in the browser's console: document.getElementById("network").picture.network
connectPanel(document.getElementById("panel"), picture);
connectLegend(document.getElementById("legend"), picture);
for (const button of frame.querySelectorAll("[data-zoom]")) {
  button.addEventListener("click", () => picture.zoom(Number(button.dataset.zoom)));
}
