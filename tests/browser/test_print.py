"""On paper: white whatever the screen shows, the whole table, no buttons."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window

PAGES = {
    "feeders": "/feeders",
    "flows": "/flows?from=110000&to=120000",
    "chain": "/chain?industry=ind-equipment&stage=research&city=110000",
    "timeline": "/timeline?at=2019",
    "entity": "/preview/tiankai-park",
    "picture": "/picture/tiankai-park?view=park",
}
PAPER = (794, 1123)
"""A4 at 96 pixels an inch."""
INK = "() => getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()"
GROUND = "() => getComputedStyle(document.body).backgroundColor"
WIDE = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("name", PAGES)
def test_paper_is_white_and_nothing_is_cut(window: Callable[..., Window], name: str) -> None:
    view = window("sample", size=PAPER, dark=True)
    page = view.page
    view.open(PAGES[name])
    dark = page.evaluate(INK)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    light = page.evaluate(INK) if page.locator("#network").count() else ""
    page.emulate_media(media="print")
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    assert page.evaluate(INK) != dark
    assert light in ("", page.evaluate(INK))  # the picture is drawn before the page is laid out for paper
    assert page.evaluate(WIDE) <= 0
    for button in page.locator(".take, .pager, #legend, .player").all():
        expect(button).to_be_hidden()
    expect(page.locator("main :is(blockquote, .moved td)").first).to_be_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(INK) == dark
