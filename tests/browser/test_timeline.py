"""As a planner follows deals: play the years, pause, step, read a sentence, send the address."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.api.stores import MARKUP
from tests.browser.conftest import DESK, PHONE, Window

Opener = Callable[..., Window]


def shown(page: Page, time: str) -> None:
    """Waits until chart, list and address are of this time."""
    expect(page.locator("#chart")).to_have_attribute("data-at", time)
    expect(page.locator("#shown h2")).to_contain_text(time)
    assert f"at={time}" in page.url


def sums(page: Page) -> list[int]:
    """How many deals stand in each stage."""
    return [int(text) for text in page.locator(".sums b").all_inner_texts()]


def test_a_planner_plays_pauses_and_sends_the_address(window: Opener) -> None:
    view = window("sample")
    view.open("/")
    view.page.get_by_role("link", name="合作进程").click()
    expect(view.page.locator("#chart .main-svg").first).to_be_visible()
    first, *_, last = view.page.evaluate("JSON.parse(document.getElementById('stops').textContent)")
    expect(view.page.locator("#now")).to_have_text(last)
    view.page.get_by_role("button", name="播放").click()
    shown(view.page, first)
    expect(view.page.locator("#now")).not_to_have_text(first)
    view.page.get_by_role("button", name="暂停").click()
    expect(view.page.get_by_role("button", name="播放")).to_be_visible()
    paused = view.page.locator("#now").inner_text()
    assert first < paused < last
    shown(view.page, paused)
    other = window("sample")
    other.page.goto(view.page.url)
    shown(other.page, paused)
    assert other.page.locator("#shown").inner_text() == view.page.locator("#shown").inner_text()
    assert other.page.locator("#time").input_value() == view.page.locator("#time").input_value()


def test_play_ends_with_the_last_time(window: Opener) -> None:
    view = window("chained")
    view.open("/timeline?at=2024")
    view.page.get_by_role("button", name="播放").click()
    shown(view.page, "2025")
    expect(view.page.get_by_role("button", name="播放")).to_be_visible()


def test_steps_go_through_the_browsers_history(window: Opener) -> None:
    view = window("sample")
    view.open("/timeline?at=2018")
    shown(view.page, "2018")
    view.page.get_by_text("后一步").click()
    shown(view.page, "2019")
    view.page.get_by_text("后一步").click()
    shown(view.page, "2020")
    view.page.get_by_text("前一步").click()
    shown(view.page, "2019")
    view.page.go_back()
    shown(view.page, "2020")


def test_keyboard_moves_and_plays(window: Opener) -> None:
    view = window("sample")
    view.open("/timeline?at=2018")
    slider = view.page.get_by_role("slider", name="显示的时间")
    slider.press("ArrowRight")
    shown(view.page, "2019")
    expect(slider).to_have_attribute("aria-valuetext", "2019")
    slider.press("Home")
    shown(view.page, "2014")
    slider.press(" ")
    shown(view.page, "2015")
    slider.press(" ")
    expect(view.page.get_by_role("button", name="播放")).to_be_visible()


def test_quick_steps_end_at_the_last_one(window: Opener) -> None:
    view = window("sample")
    view.open("/timeline?at=2014")
    slider = view.page.get_by_role("slider", name="显示的时间")
    for _ in range(6):
        slider.press("ArrowRight")
    shown(view.page, "2020")
    view.page.wait_for_load_state("networkidle")
    shown(view.page, "2020")
    expect(view.page.locator("#chart .annotation-text")).to_contain_text("2020")


def test_deals_of_a_year_have_their_sentences(window: Opener) -> None:
    view = window("sample")
    view.open("/timeline?at=2019&type=INVESTS_IN")
    row = view.page.locator(".moved tr", has_text="西维尔蓄能技术")
    expect(row).to_contain_text("2019 签约·计划")
    row.locator("summary").click()
    expect(row.locator("blockquote p").first).to_contain_text("西维尔")
    # A year without a word: what was promised in 2019 is silent in 2020.
    view.page.get_by_text("后一步").click()
    shown(view.page, "2020")
    silent = view.page.locator(".moved tbody", has_text="沉寂")
    expect(silent).to_contain_text("西维尔蓄能技术")
    expect(silent).to_contain_text("最后见于 2019")


def test_a_click_on_a_bar_goes_there(window: Opener) -> None:
    view = window("sample")
    view.open("/timeline?at=2018")
    shown(view.page, "2018")
    bar = view.page.locator("#chart .barlayer .trace").last.locator("path").last
    bar.click(force=True)
    expect(view.page.locator("#now")).to_have_text("2025")
    shown(view.page, "2025")


def test_months_where_something_changed(window: Opener) -> None:
    view = window("sample")
    view.open("/timeline?at=2019")
    view.page.get_by_role("link", name="月", exact=True).click()
    expect(view.page.locator("#now")).to_have_text(re.compile(r"\d{4}-\d{2}"))
    before = view.page.locator("#now").inner_text()
    view.page.get_by_text("后一步").click()
    expect(view.page.locator("#now")).not_to_have_text(before)
    shown(view.page, view.page.locator("#now").inner_text())
    expect(view.page.locator(".moved tbody").first).to_be_visible()


def test_names_that_are_markup_are_text_and_plans_fall_silent(window: Opener) -> None:
    view = window("chained")
    view.open("/timeline?at=2023")
    shown(view.page, "2023")
    assert sums(view.page) == [2, 0, 2, 0, 0]
    text = view.page.locator("#shown").inner_text()
    assert all(name in text for name in (MARKUP[0], MARKUP[2], MARKUP[3], MARKUP[5]))
    view.page.locator("#shown summary").first.click()
    expect(view.page.locator("#shown blockquote p").first).to_contain_text(MARKUP[0])
    view.page.get_by_text("后一步").click()
    shown(view.page, "2024")
    assert sums(view.page) == [0, 0, 2, 2, 0]
    view.open("/timeline?at=%3Cb%3E&by=%3Cb%3E&type=%3Cb%3E")
    expect(view.page.locator("#shown h2")).to_be_visible()


def test_without_a_script_the_steps_are_links(window: Opener) -> None:
    view = window("sample", script=False)
    view.open("/timeline?at=2018")
    view.page.get_by_text("后一步").click()
    expect(view.page.locator("#shown h2")).to_contain_text("2019")


def test_an_empty_graph_says_what_to_do(window: Opener) -> None:
    view = window("none")
    view.open("/timeline")
    expect(view.page.locator(".lone")).to_contain_text("读入带日期的文章")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_fits_and_is_accessible(window: Opener, size: tuple[int, int], dark: bool) -> None:
    view = window("sample", size, dark=dark)
    view.open("/timeline?at=2019")
    shown(view.page, "2019")
    assert view.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert [rule["id"] for rule in Axe().run(view.page).response["violations"]] == []


def test_english(window: Opener) -> None:
    view = window("sample", locale="en-US")
    view.open("/timeline?at=2019")
    shown(view.page, "2019")
    expect(view.page.locator("h1")).to_have_text("Timeline")
    expect(view.page.locator("#chart .legendtext").first).to_contain_text("Signed or planned")
