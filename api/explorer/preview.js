// The page of an entity: its picture, the legend that hides and shows, the panel with the words behind a line.
import { connectLegend } from "./legend.js";
import { connectPanel } from "./panel.js";
import { draw } from "./picture.js";

const frame = document.getElementById("picture");
const data = JSON.parse(document.getElementById("data").textContent);

frame.hidden = false;
const picture = draw(document.getElementById("network"), data);
connectPanel(document.getElementById("panel"), picture);
connectLegend(document.getElementById("legend"), picture);
for (const button of frame.querySelectorAll("[data-zoom]")) {
  button.addEventListener("click", () => picture.zoom(Number(button.dataset.zoom)));
}
