"""What the explorer saves: the drawn graph as SVG, well formed and with nothing of the names taken for markup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

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
    view.open("/explore?open=xinglan")
    settled(view.page)
    root = saved(view, tmp_path / "graph.svg")
    nodes, edges = view.page.evaluate(COUNTS)
    assert len(root.findall(f".//{SVG}title")) == nodes
    assert len(root.findall(f"{SVG}line")) == edges


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_svg_of_names_that_are_markup(window: Callable[..., Window], tmp_path: Path, dark: bool) -> None:
    view = window("markup", dark=dark)
    view.open(f"/explore?open={quote(ODD_ID, safe='')}")
    settled(view.page)
    root = saved(view, tmp_path / "graph.svg")
    titles = "\n".join(title.text or "" for title in root.findall(f".//{SVG}title"))
    assert any(name in titles for name in MARKUP)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "rect", "line", "path", "circle", "polygon", "title", "text"
    }  # fmt: skip
