// On paper the picture stands as an image, in the colours of a light ground.
import { onPaper } from "./picture.js";
import { image } from "./saving.js";

/**
 * @param {HTMLElement} stage
 * @param {import("./graph.js").Picture} picture
 * @param {() => void} again   draws what is shown once more, in the colours that hold then
 */
export function printing(stage, picture, again) {
  addEventListener("afterprint", () => stage.querySelector("img")?.remove());
  onPaper(again);
  addEventListener("beforeprint", () => {
    picture.network.redraw();
    const shown = new Image();
    shown.alt = stage.getAttribute("aria-label");
    shown.src = image(picture);
    stage.append(shown);
  });
}
