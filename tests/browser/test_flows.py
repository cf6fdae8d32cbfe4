"""The diagram of flows without a mouse: its bands open their relations and sentences by tap and by key."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, Window

Opener = Callable[..., Window]
MIDDLE = """(path) => {
  const [at, matrix] = [path.getPointAtLength(0), path.getScreenCTM()];
  const box = path.getBBox();
  const spots = [0.5, 0.4, 0.6, 0.3, 0.7].flatMap((x) => [0.5, 0.3, 0.7, 0.1, 0.9, 0.2, 0.8].map((y) => [x, y]));
  for (const [x, y] of spots) {
    const spot = new DOMPoint(box.x + box.width * x, box.y + box.height * y).matrixTransform(matrix);
    if (document.elementFromPoint(spot.x, spot.y) === path) return [spot.x, spot.y];
  }
  return [];
}"""
"""A point on the screen where this band lies on top."""


def bands(page: Page) -> Locator:
    diagram = page.locator("[data-chart=corridor]")
    diagram.scroll_into_view_if_needed()
    expect(diagram).to_have_attribute("data-drawn", "yes")
    return diagram.get_by_role("button")


def opened(page: Page) -> None:
    expect(page.locator("#edges h3")).to_contain_text("→")
    expect(page.locator("#edges .fact").first).to_be_visible()
    expect(page.locator("#edges")).to_be_focused()
    page.locator("#edges .fact").first.scroll_into_view_if_needed()
    expect(page.locator("#edges blockquote").first).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_band_opens_by_pointer(window: Opener, size: tuple[int, int]) -> None:
    seen = window("sample", size=size)
    page = seen.page
    seen.open("/flows")
    every = bands(page).all()
    widest = max(every, key=lambda band: (band.bounding_box() or {"height": 0})["height"])
    widest.scroll_into_view_if_needed()
    spot = widest.evaluate(MIDDLE)
    assert spot
    if size == PHONE:
        page.touchscreen.tap(*spot)
    else:
        page.mouse.click(*spot)
    opened(page)
    expect(widest).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_band_opens_by_key_and_its_address_can_be_sent(window: Opener, key: str) -> None:
    seen = window("sample")
    page = seen.page
    seen.open("/flows")
    band = bands(page).first
    said = band.get_attribute("aria-label") or ""
    count = int(re.findall(r"\d+", said)[0])
    band.focus()
    page.keyboard.press(key)
    opened(page)
    expect(page.locator("#edges .fact")).to_have_count(count)
    expect(page.locator(".matrix [aria-pressed=true]")).to_have_count(0)
    heading = page.locator("#edges h3").inner_text()
    assert re.search(r"from=\d+&to=\d+&type=\w+&state=\w+", page.url)
    page.reload()
    expect(page.locator("#edges h3")).to_have_text(heading)
    expect(bands(page).first).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.locator("#edges h3")).to_have_count(0)


def test_what_is_listed_can_be_taken_away(window: Opener) -> None:
    seen = window("sample")
    page = seen.page
    seen.open("/flows")
    band = bands(page).first
    band.focus()
    page.keyboard.press("Enter")
    opened(page)
    with page.expect_download() as taken:
        page.locator("#edges").get_by_role("link", name="导出 CSV").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert page.locator("#edges .fact .claim .name").first.inner_text() in text
