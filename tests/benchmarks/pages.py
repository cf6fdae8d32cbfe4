"""How fast the explorer draws: `python -m tests.benchmarks.pages [--runs 5]`, with Chromium and software rendering.

A park with 299 and one with 1,499 companies, and 1,500 entities around five parks. The first view counts from the
page's load event, and from the click that led there, until the picture stands; panning is a drag by the mouse of two
seconds.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from kg.cli.serving import running
from kg.records import Graph
from kg.settings import Settings
from tests.api.stores import PARK, filled, hub

SIZE = {"width": 1440, "height": 900}
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")
PARKS = 5
TIMES = """() => {
  const [{ loadEventEnd }] = performance.getEntriesByType("navigation");
  const drawn = Number(document.documentElement.dataset.drawn);
  return [drawn - loadEventEnd, drawn];
}"""
DRAWN = """() => new MutationObserver((_, watch) => {
  if (!document.body?.dataset.ready) return;
  watch.disconnect();
  requestAnimationFrame(() => requestAnimationFrame((now) => { document.documentElement.dataset.drawn = now; }));
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] })"""
COUNT = """() => {
  window.drawings = [performance.now()];
  document.getElementById("network").picture.network.on("afterDrawing", () => window.drawings.push(performance.now()));
}"""
COUNTED = """() => {
  const gaps = window.drawings.slice(1).map((now, at) => now - window.drawings[at]);
  return [gaps.length / ((window.drawings.at(-1) - window.drawings[0]) / 1000), Math.max(...gaps)];
}"""
SECONDS = 2.0


def panned(shown: Page) -> tuple[float, float]:
    """Drawings a second, and the longest wait for one in milliseconds, while the mouse drags the picture in circles."""
    box = shown.locator("#network").bounding_box()
    assert box is not None
    x, y = box["x"] + 40, box["y"] + 40
    shown.mouse.move(x, y)
    shown.mouse.down()
    shown.mouse.move(x + 10, y + 10)
    shown.evaluate(COUNT)
    start = time.monotonic()
    while (gone := time.monotonic() - start) < SECONDS:
        shown.mouse.move(x + 150 * (1 - math.cos(3 * gone)), y + 100 * math.sin(3 * gone))
    rate, longest = shown.evaluate(COUNTED)
    shown.mouse.up()
    return rate, longest


def around(parks: int, each: int) -> Iterator[Graph]:
    """Parks with so many companies each, the first of which is located in the next park too."""
    for number in range(parks):
        graph = hub(each)
        ids = {entity.id: f"{entity.id}-{number}" for entity in graph.entities}
        ids[graph.entities[-1].id] = f"hub-0-{(number + 1) % parks}"
        yield replace(
            graph,
            article=replace(graph.article, id=f"hub-{number}"),
            entities=tuple(replace(entity, id=ids[entity.id]) for entity in graph.entities),
            facts=tuple(replace(fact, head=ids[fact.head], tail=ids[fact.tail]) for fact in graph.facts),
        )


CASES: dict[str, tuple[Any, str]] = {
    "300": (lambda: (hub(299),), f"/?open={PARK}"),
    "1,500": (lambda: (hub(1499),), f"/?open={PARK}&whole={PARK}"),
    "1,500 around five": (
        lambda: tuple(around(PARKS, 300)),
        "/?" + "&".join(f"open={PARK}-{number}" for number in range(PARKS)),
    ),
}


@contextmanager
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZE, locale="zh-CN")
    context.add_init_script(f"({DRAWN})()")
    yield context.new_page()
    context.close()


def measured(browser: Browser, address: str, runs: int) -> dict[str, float]:
    """Medians of several runs, each with an empty cache: milliseconds, and frames a second."""
    loads, clicks, rates, worst, nodes = [], [], [], [], 0
    for _ in range(runs):
        with page(browser) as shown:
            shown.goto(address)
            shown.wait_for_selector("html[data-drawn]", timeout=60_000)
            load, click = shown.evaluate(TIMES)
            rate, late = panned(shown)
            nodes = shown.evaluate("document.getElementById('network').picture.nodes.length")
            loads.append(load)
            clicks.append(click)
            rates.append(rate)
            worst.append(late)
    return {
        "nodes": nodes,
        "after load, ms": median(loads),
        "from the click, ms": median(clicks),
        "frames/s": median(rates),
        "longest frame, ms": median(worst),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs: int = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        print(f"Chromium {browser.version}, load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        for name, (graphs, path) in CASES.items():
            store = str(Path(folder) / f"{name}.kgl")
            filled(store, graphs()).close()
            with running(Settings(store=store)) as site:
                found = measured(browser, site + path, runs)
            print(name, " · ".join(f"{key} {value:,.0f}" for key, value in found.items()))
        browser.close()


if __name__ == "__main__":
    main()
