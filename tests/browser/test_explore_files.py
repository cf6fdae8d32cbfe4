"""What the explorer saves: the drawn graph as SVG and as a page, with nothing of the names taken for markup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, expect

from tests.api.stores import MARKUP, ODD_ID
from tests.browser.conftest import Window
from tests.browser.test_explore import COUNTS, settled

SVG = "{http://www.w3.org/2000/svg}"


def saved(view: Window, path: Path) -> ElementTree.Element:
    with view.page.expect_download() as download:
        view.page.click("#svg")
    download.value.save_as(path)
    return ElementTree.parse(path).getroot()


def test_svg_holds_what_the_picture_shows(window: Callable[..., Window], tmp_path: Path) -> None:
    view = window("three")
    view.open("/?open=xinglan")
    settled(view.page)
    root = saved(view, tmp_path / "graph.svg")
    nodes, edges = view.page.evaluate(COUNTS)
    assert len(root.findall(f".//{SVG}title")) == nodes
    lines = [*root.findall(f"{SVG}line"), *root.findall(f"{SVG}path[@fill='none']")]
    assert len(lines) == edges


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_svg_of_names_that_are_markup(window: Callable[..., Window], tmp_path: Path, dark: bool) -> None:
    view = window("markup", dark=dark)
    view.open(f"/?open={quote(ODD_ID, safe='')}")
    settled(view.page)
    root = saved(view, tmp_path / "graph.svg")
    titles = "\n".join(title.text or "" for title in root.findall(f".//{SVG}title"))
    assert any(name in titles for name in MARKUP)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "rect", "line", "path", "circle", "polygon", "title", "text"
    }  # fmt: skip


@pytest.mark.parametrize(("graph", "entity"), [("three", "xinglan"), ("markup", ODD_ID)])
def test_page_opens_from_disk_without_a_network(
    window: Callable[..., Window], chromium: Browser, tmp_path: Path, graph: str, entity: str
) -> None:
    view = window(graph)
    view.open(f"/?open={quote(entity, safe='')}")
    settled(view.page)
    edges = view.page.evaluate(COUNTS)[1]
    with view.page.expect_download() as download:
        view.page.click("#html")
    download.value.save_as(tmp_path / "graph.html")
    context = chromium.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.goto((tmp_path / "graph.html").as_uri())
    expect(page.locator("svg line, svg path[fill=none]")).to_have_count(edges)
    expect(page.locator("li")).to_have_count(edges)
    expect(page.locator("li blockquote p").first).not_to_be_empty()
    assert page.locator("script, img, iframe, a, button").count() == 0
    assert len(asked) == 1
    assert complaints == []
    context.close()
