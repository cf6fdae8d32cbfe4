"""Charts under the pages' policy, and previews that open from disk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from api.desk import Desk
from tests.api.stores import MARKUP, ODD_ID, filled, hub, markup
from tests.browser.conftest import DESK, PHONE, Window

DRAW = """async ([name, params]) => {
  const { drawChart } = await import("/static/charts.js");
  const place = document.createElement("div");
  place.id = "chart";
  document.body.replaceChildren(place);
  await drawChart(place, name, params);
  return place.querySelectorAll("path.sankey-link, g.points path, g.points .point").length;
}"""
CHARTS = {
    "corridor": {},
    "cluster_cities": {"id": "jjj-life-cluster"},
    "measures": {"id": "tiankai-park"},
    "activity": {},
    "chain": {"id": "ind-equipment"},
    "deals": {"at": "2019"},
    "map": {},
}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_charts_draw_under_the_policy(window: Callable[..., Window], size: tuple[int, int]) -> None:
    """The window complains of every violation of the policy when the test ends."""
    seen = window("sample", size=size)
    seen.open("/docs")
    for name, params in CHARTS.items():
        assert seen.page.evaluate(DRAW, [name, params]) > 0, name
        box = seen.page.locator("#chart .main-svg").first.bounding_box()
        assert box
        assert box["width"] <= size[0]


def test_charts_say_what_is_wrong(window: Callable[..., Window]) -> None:
    seen = window("three")
    seen.open("/docs")
    message = seen.page.evaluate(
        """async () => {
          const { drawChart } = await import("/static/charts.js");
          return drawChart(document.body, "none").catch((error) => error.message);
        }"""
    )
    assert "corridor" in message


@pytest.mark.parametrize(
    "path",
    [
        "/picture/xinglan?view=chain",
        "/picture/haihe-park?view=park",
        "/picture/xinglan",
        "/picture/region-110108?to=region-120112",
    ],
)
def test_pictures_are_pages_too(window: Callable[..., Window], path: str) -> None:
    seen = window("three")
    seen.open(path)
    expect(seen.page.locator("#network canvas")).to_be_visible()
    expect(seen.page.locator("blockquote").first).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_preview_opens_from_disk_without_a_network(chromium: Browser, tmp_path: Path, dark: bool) -> None:
    with closing(filled("memory:", (markup(), hub(80)))) as store:
        for name, entity in (("markup", ODD_ID), ("hub", "hub-park")):
            Desk(store).preview(entity).save(tmp_path / f"{name}.html")
    context = chromium.new_context(offline=True, color_scheme="dark" if dark else "light")
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    for name in ("markup", "hub"):
        page.goto((tmp_path / f"{name}.html").as_uri())
        expect(page.locator("#network canvas")).to_be_visible()
    page.goto((tmp_path / "markup.html").as_uri())
    text = page.locator("main").inner_text()
    assert all(name in text for name in MARKUP)
    page.get_by_role("button", name="企业").click()
    hidden = "() => document.getElementById('network').picture.nodes.get({ filter: (node) => node.hidden }).length"
    assert page.evaluate(hidden) == len(MARKUP)
    assert complaints == []
    assert {address.split(":")[0] for address in asked} <= {"file", "data"}
    context.close()
