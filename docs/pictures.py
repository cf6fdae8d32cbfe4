"""Makes the README's pictures from the sample articles: python docs/pictures.py

Needs the system's Chromium and a CJK font, as the browser tests do.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from api.desk import Desk, fill
from kg.cli.serving import running
from kg.settings import Settings
from loaders import open_store

FOLDER = Path(__file__).parent / "pictures"
MOST = 300_000
"""Bytes of a picture."""
TALL = 1000
"""Height of a picture; the rest of a longer list is left out."""
SIZE = {"width": 1200, "height": 720}
CHART = """async (name) => {
  const { drawChart } = await import("/static/charts.js");
  const place = document.createElement("div");
  place.id = "chart";
  document.body.replaceChildren(place);
  await drawChart(place, name);
}"""
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        settings = Settings(store=str(Path(folder) / "sample.kgl"))
        with closing(open_store(settings.store, settings)) as store:
            fill(store, settings)
            Desk(store).preview("北京", "河北").save(Path(folder) / "corridor.html")
        with sync_playwright() as playwright, running(settings) as site:
            path = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
            page = browser.new_page(viewport=SIZE, locale="zh-CN")
            for name in ("corridor", "map"):
                page.goto(site + "/docs")
                page.evaluate(CHART, name)
                shoot(page, f"chart-{name}", "#chart")
            page.goto((Path(folder) / "corridor.html").as_uri())
            shoot(page, "preview-corridor", "#picture")
            page.goto(site + "/preview/tsinghua")
            shoot(page, "preview-tsinghua", "main > section.picture")
            page.goto(site + "/?open=tsinghua&chosen=node:tsinghua")
            page.wait_for_selector("#panel blockquote")
            shoot(page, "explorer", "body")
            page.goto(site + "/feeders")
            shoot(page, "feeders", "main")
            page.goto(site + "/chain?industry=ind-equipment")
            shoot(page, "chain", ".stages")
            page.goto(site + "/timeline?at=2019")
            shoot(page, "timeline", "#chart[data-at]")
            browser.close()


def shoot(page: Page, name: str, selector: str) -> None:
    """Writes the picture of an element; raises `ValueError` when it is too large for a README."""
    page.wait_for_selector(f"{selector} canvas, {selector} .main-svg, {selector} td, {selector} blockquote")
    page.evaluate(FRAMES)
    box = page.locator(selector).bounding_box()
    assert box is not None
    page.mouse.move(0, 0)
    picture = page.screenshot(full_page=True, clip={**box, "height": min(box["height"], TALL)})
    if len(picture) > MOST:
        raise ValueError(f"{name}: {len(picture):,} bytes, of at most {MOST:,}")
    (FOLDER / f"{name}.png").write_bytes(picture)


if __name__ == "__main__":
    main()
