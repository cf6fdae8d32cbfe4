// The timeline: chart, list and address follow the time shown; play goes from one time to the next.
import { drawChart } from "./charts.js";
import { evidence } from "./data.js";
import { find } from "./dom.js";
import { replace } from "./parts.js";
import { quotes } from "./words.js";

const EACH = 1400; // milliseconds of a time while it plays

const read = (id) => JSON.parse(find(id).textContent);
const stops = read("stops");
const texts = read("texts");
const [chart, play, slider, now, shown] = ["chart", "play", "time", "now", "shown"].map(find);
let place = Number(slider.value);
let timer = 0;
let turn = 0;
let drawing = Promise.resolve();
let moving = false; // the slider, since it was last let go

/** The address of a time; the rest of it stays. */
function address(at) {
  const asked = new URLSearchParams(location.search);
  asked.set("at", stops[at]);
  return `${location.pathname}?${asked}`;
}

async function draw() {
  const { by, type } = chart.dataset;
  try {
    await drawChart(chart, "deals", { by, at: stops[place], ...(type && { type }) });
    chart.removeAllListeners("plotly_click");
    chart.on("plotly_click", ({ points }) => choose(nearest(points[0].customdata[1])));
  } catch (error) {
    chart.textContent = `${texts.trouble} ${error.message}`;
  }
  chart.dataset.at = stops[place];
}

/** The last time that has something to show and is not after this one; a year is not before its months. */
function nearest(time) {
  return Math.max(0, stops.findLastIndex((stop) => stop.slice(0, time.length) <= time));
}

/** Shows a time; a later call overtakes an earlier one. */
async function show(at) {
  const mine = ++turn;
  place = at;
  slider.value = at;
  slider.setAttribute("aria-valuetext", stops[at]);
  now.textContent = stops[at];
  drawing = drawing.then(() => (mine === turn ? draw() : undefined));
  await Promise.all([drawing, replace(address(at), ["shown", "steps"], () => mine === turn)]);
  shown.dataset.at = stops[place];
}

/** What a reader asks for: it stops the play and is a step of the browser's history, a whole pull of the slider one. */
function choose(at, again = false) {
  stop();
  if (at === place) return;
  history[again ? "replaceState" : "pushState"](null, "", address(at));
  show(at).catch(told);
}

function told(error) {
  stop();
  now.textContent = `${stops[place]} ${texts.trouble} ${error.message}`;
}

function stop() {
  clearTimeout(timer);
  timer = 0;
  play.textContent = `▶ ${texts.play}`;
}

function start() {
  play.textContent = `⏸ ${texts.pause}`;
  const next = place === stops.length - 1 ? 0 : place + 1;
  const on = async (at) => {
    const mine = timer;
    history.replaceState(null, "", address(at));
    await show(at);
    if (timer !== mine) return;
    if (at === stops.length - 1) stop();
    else timer = setTimeout(() => on(at + 1).catch(told), EACH);
  };
  timer = setTimeout(() => on(next).catch(told));
}

const toggle = () => (timer ? stop() : start());
play.addEventListener("click", toggle);
slider.addEventListener("input", () => {
  choose(Number(slider.value), moving);
  moving = true;
});
slider.addEventListener("change", () => { moving = false; });
slider.addEventListener("keydown", (event) => {
  if (event.key !== " ") return;
  event.preventDefault();
  toggle();
});
find("steps").addEventListener("click", (event) => {
  const step = Number(event.target.closest("[data-step]")?.dataset.step ?? 0);
  if (!step || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  choose(Math.min(stops.length - 1, Math.max(0, place + step)));
});
addEventListener("popstate", () => {
  const at = new URLSearchParams(location.search).get("at");
  stop();
  show(at ? nearest(at) : stops.length - 1).catch(told);
});
// The sentences of a deal are asked for when they are opened.
shown.addEventListener("toggle", async ({ target }) => {
  if (target.open && target.dataset.edge && target.children.length === 1) target.append(...quotes(await evidence(target.dataset.edge), texts));
}, true);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
for (const id of ["play", "time", "keys"]) find(id).hidden = false;
draw();
