"""Pins, undo and redo, the view of a park, crowds: what a planner does with the picture itself."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_explore import COUNTS, PARK, acted, add, settled
from tests.browser.test_explore_filters import KINDS, Opener, choice, opened

WHERE = """(id) => {
  const { network } = document.getElementById("network").picture;
  const box = document.getElementById("network").getBoundingClientRect();
  const at = network.canvasToDOM(network.getPosition(id));
  return [at.x + box.left, at.y + box.top];
}"""
PLACE = "(id) => Object.values(document.getElementById('network').picture.network.getPosition(id)).map(Math.round)"
IDS = "() => document.getElementById('network').picture.nodes.getIds()"


def drag(page: Page, id: str, by: tuple[int, int]) -> None:
    x, y = page.evaluate(WHERE, id)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] / 2, y + by[1] / 2)
    page.mouse.move(x + by[0], y + by[1])
    acted(page, page.mouse.up)


def test_what_is_dragged_stays_and_is_let_go(window: Opener) -> None:
    page = opened(window, "/?open=xinglan")
    before = page.evaluate(PLACE, "haihe-park")
    drag(page, "haihe-park", (70, 40))
    put = page.evaluate(PLACE, "haihe-park")
    assert put != before
    assert "pin=" in page.url
    expect(page.locator("#unpin .many")).to_have_text("1")
    other = opened(window, page.url.removeprefix(page.evaluate("location.origin")))
    assert other.evaluate(PLACE, "haihe-park") == put
    acted(page, lambda: page.keyboard.press("Control+z"))
    assert page.evaluate(PLACE, "haihe-park") == before
    assert "pin=" not in page.url
    acted(page, lambda: page.keyboard.press("Control+Shift+Z"))
    assert page.evaluate(PLACE, "haihe-park") == put
    acted(page, page.locator("#unpin").click)
    assert "pin=" not in page.url
    expect(page.locator("#unpin")).to_be_hidden()


def test_pinning_by_button_and_by_key(window: Opener) -> None:
    page = opened(window, "/?open=xinglan&chosen=node:haihe-park")
    acted(page, page.locator("#panel [data-key=pin]").click)
    assert "haihe-park" in page.url.split("pin=")[1]
    expect(page.locator("#panel [data-key=pin]")).to_be_focused()
    expect(page.locator("#panel [data-key=pin]")).to_have_text("取消固定")
    acted(page, lambda: page.keyboard.press("p"))
    assert "pin=" not in page.url
    acted(page, lambda: page.keyboard.press("p"))
    assert "pin=" in page.url


def test_a_pinned_entity_stays_while_others_are_unfolded(window: Opener) -> None:
    page = opened(window, "/?open=xinglan&pin=400~-120~haihe-park&chosen=node:haihe-park")
    assert page.evaluate(PLACE, "haihe-park") == [400, -120]
    acted(page, page.locator("#panel [data-key=toggle]").click)
    assert page.evaluate(PLACE, "haihe-park") == [400, -120]


def test_a_letter_written_into_the_search_box_pins_nothing(window: Opener) -> None:
    page = opened(window, "/?open=xinglan&chosen=node:haihe-park")
    page.locator("#search").press_sequentially("pp")
    page.locator("#search").press("Control+z")
    assert "pin=" not in page.url


def test_undo_and_redo_walk_through_every_change(window: Opener) -> None:
    page = opened(window, "/", "sample")
    expect(page.locator("#undo")).to_be_hidden()
    add(page, PARK)
    views: list[tuple[str, Any]] = [(page.url, page.evaluate(COUNTS))]

    def step(act: Any) -> None:
        acted(page, act)
        views.append((page.url, page.evaluate(COUNTS)))

    step(choice(page, "edge:LOCATED_IN").click)
    step(choice(page, "only:node:Company").click)
    step(page.locator(".tools [data-reset]").click)
    step(page.locator("#panel [data-key=pin]").click)
    step(page.locator("#panel [data-key=park]").click)
    step(page.locator("#panel [data-key=toggle]").click)
    expect(page.locator("#redo")).to_be_disabled()
    for url, counts in reversed(views[:-1]):
        acted(page, lambda: page.keyboard.press("Control+z"))
        assert (page.url, page.evaluate(COUNTS)) == (url, counts)
    acted(page, page.locator("#undo").click)
    assert page.url.endswith("/")
    for url, counts in views:
        acted(page, lambda: page.keyboard.press("Control+y"))
        assert (page.url, page.evaluate(COUNTS)) == (url, counts)
    acted(page, page.go_back)
    assert page.url == views[-2][0]
    acted(page, lambda: page.keyboard.press("Control+Shift+z"))
    assert page.url == views[-1][0]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_view_of_a_park(window: Opener, size: tuple[int, int]) -> None:
    page = opened(window, "/?open=haihe-park&chosen=node:haihe-park", size=size)
    acted(page, page.locator("#panel [data-key=park]").click)
    here = page.locator("#park")
    expect(here).to_be_visible()
    beijing = here.locator(".origin").filter(has_text="来自北京")
    expect(beijing.locator("li > .name")).to_have_text(["星澜半导体"])
    expect(beijing.locator(".from .name")).to_have_text(["海淀区", "京津大学"])
    expect(beijing.locator(".said blockquote p").first).to_contain_text("海淀")
    expect(here.locator(".origin").last.locator("h3")).to_contain_text("来处不详")
    told = here.locator("li > .name").count()
    assert told == page.evaluate(
        "fetch('/queries/park_companies?id=haihe-park').then((a) => a.json()).then((b) => b.items.length)"
    )
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    acted(page, beijing.locator("li > .name").click)
    expect(page.locator("#panel h2")).to_have_text("星澜半导体")
    with page.expect_navigation():
        here.locator("[data-key=picture]").click()
    assert page.url.endswith("/picture/haihe-park?view=park")


def test_a_park_without_companies_says_so(window: Opener) -> None:
    page = opened(window, "/?open=haihe-phase-2&park=haihe-phase-2&chosen=node:haihe-phase-2")
    expect(page.locator("#park")).to_contain_text("还没有报道说有企业位于这里")
    acted(page, page.locator("#park [data-key=close]").click)
    expect(page.locator("#park")).to_be_hidden()


def test_a_crowd_is_counted_and_drawn_when_asked_for(window: Opener) -> None:
    page = opened(window, "/?open=hub-park", "many")
    assert page.evaluate(COUNTS) == [302, 301]  # 300 neighbours, their park, and a dot for the rest
    page.locator(".all summary").click()
    acted(page, page.get_by_role("button", name="其余 20 个").click)
    assert page.evaluate(COUNTS) == [321, 320]
    acted(page, lambda: page.keyboard.press("Control+z"))
    assert page.evaluate(COUNTS) == [302, 301]
    acted(page, choice(page, "only:status:planned").click)
    assert set(page.evaluate(KINDS)["edges"]) == {"LOCATED_IN"}
    assert "rest:hub-park" not in page.evaluate(IDS)


def test_fifteen_hundred_entities(window: Opener) -> None:
    page = opened(window, "/?open=hub-park&whole=hub-park", "crowd")
    assert page.evaluate(COUNTS) == [1500, 1499]
    page.locator("[data-zoom='1.35']").click()
    page.locator(".all summary").click()
    expect(page.locator("#listed li")).to_have_count(1500)


def test_printing_shows_picture_and_facts(window: Opener) -> None:
    view = window("three")
    view.open("/?open=xinglan&chosen=node:xinglan")
    settled(view.page)
    view.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    view.page.emulate_media(media="print")
    picture = view.page.locator("#network > img")
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 300
    expect(view.page.locator("#panel .fact").last).to_be_visible()
    expect(view.page.locator(".tools")).to_be_hidden()
    view.page.emulate_media(media="screen")
    view.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(picture).to_have_count(0)
