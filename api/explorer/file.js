// A preview that opens from disk: the picture and its legend, in one file with the code of picture.js, legend.js and what they import before this.

const stage = document.getElementById("network");
const picture = draw(stage, JSON.parse(document.getElementById("data").textContent));
stage.picture = picture;
connectLegend(document.getElementById("legend"), picture, "hash");
for (const button of document.querySelectorAll("[data-zoom]")) {
  button.addEventListener("click", () => picture.zoom(Number(button.dataset.zoom)));
}
