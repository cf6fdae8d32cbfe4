// Charts as the server makes them (/charts/NAME), drawn by plotly.js under the page's policy, in the reader's theme.
import { all } from "./dom.js";

const SOURCE = "/static/plotly/plotly.min.js";
const OPTIONS = { responsive: true, displaylogo: false, displayModeBar: false };
let loading;

/**
 * Draws a chart into an element.
 * @param {HTMLElement} element
 * @param {string} name   of the chart
 * @param {Record<string, string>} params   of its query
 * @returns {Promise<any>} plotly's element, for its events (plotly_click …); rejected with what the server says
 */
export async function drawChart(element, name, params = {}) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const query = new URLSearchParams(/** @type {any} */ ({
    ...params,
    theme: dark ? "dark" : "light",
    lang: document.documentElement.lang.slice(0, 2),
    width: Math.min(4000, Math.max(200, element.clientWidth)),
  }));
  const [answer] = await Promise.all([fetch(`/charts/${encodeURIComponent(name)}?${query}`), load()]);
  const figure = await answer.json();
  if (!answer.ok) throw new Error(figure.detail || figure.title);
  return Plotly.react(element, figure.data, figure.layout, OPTIONS);
}

// While it loads, plotly.js makes style elements; under the page's policy they need the page's nonce.
function load() {
  loading ??= new Promise((done, failed) => {
    const [{ nonce }] = all("style[nonce], script[nonce]");
    const create = document.createElement;
    document.createElement = (...how) => Object.assign(create.apply(document, how), how[0] === "style" ? { nonce } : {});
    const script = create.call(document, "script");
    script.src = SOURCE;
    script.addEventListener("load", done);
    script.addEventListener("error", () => failed(new Error(SOURCE)));
    for (const end of ["load", "error"]) script.addEventListener(end, () => { delete document.createElement; });
    document.head.append(script);
  });
  return loading;
}
