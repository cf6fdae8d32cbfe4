"""As a planner looks for gaps: choose an industry, read the table, open a cell, read the sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.api.stores import MARKUP
from tests.browser.conftest import DESK, PHONE, Window

Opener = Callable[..., Window]
ROBOTS = "core:ind-robotics"


def cell(page: Page, stage: str, city: str) -> str:
    """A selector of the link in a cell."""
    return f'a.cell[href*="stage={stage.replace(":", "%3A")}"][href*="city={city}"]'


def test_a_planner_opens_a_cell_and_reads_the_sentence(window: Opener) -> None:
    view = window("sample")
    view.open("/")
    view.page.get_by_role("link", name="产业链与缺口").click()
    view.page.get_by_role("link", name="高端装备制造").first.click()
    expect(view.page.locator("h2").first).to_have_text("高端装备制造")
    link = view.page.locator(cell(view.page, ROBOTS, "130200"))
    count = int(link.inner_text())
    link.click()
    members = view.page.locator("#cell .members > li")
    expect(members).to_have_count(count)
    expect(members.first.locator("blockquote p").first).to_contain_text("机器人")
    expect(link).to_have_attribute("aria-current", "true")
    expect(view.page.locator("#cell")).to_be_focused()
    other = window("sample")
    other.page.goto(view.page.url)
    assert other.page.locator("#cell").inner_text() == view.page.locator("#cell").inner_text()
    view.page.go_back()
    expect(members).to_have_count(0)
    expect(link).not_to_have_attribute("aria-current", "true")


def test_gaps_are_said_in_words_and_signs(window: Opener) -> None:
    view = window("sample")
    view.open("/chain?industry=ind-equipment")
    row = view.page.locator(".stages tbody tr", has_text="机器人")
    gaps = row.locator("td.gap")
    expect(gaps).to_have_count(14 - row.locator("a.cell").count())
    expect(gaps.first).to_contain_text("×")
    expect(gaps.first).to_contain_text("文章没有提到")
    expect(view.page.locator("main")).to_contain_text("它不等于那里没有企业")


def test_cells_open_by_keyboard_and_without_a_script(window: Opener) -> None:
    view = window("sample")
    view.open("/chain?industry=ind-robotics")
    view.page.locator(cell(view.page, ROBOTS, "xiongan")).focus()
    view.page.keyboard.press("Enter")
    expect(view.page.locator("#cell .members > li")).not_to_have_count(0)
    plain = window("sample", script=False)
    plain.open("/chain?industry=ind-robotics")
    plain.page.locator(cell(plain.page, ROBOTS, "xiongan")).click()
    expect(plain.page.locator("#cell blockquote p").first).not_to_be_empty()


def test_what_is_planned_is_dashed_and_names_are_text(window: Opener) -> None:
    view = window("chained")
    view.open("/chain")
    link = view.page.locator("a.cell.planned")
    expect(link).to_have_count(1)
    expect(link).to_contain_text("计划 1")
    link.click()
    expect(view.page.locator("#cell .members > li")).to_have_count(1)
    text = view.page.locator("main").inner_text()
    assert all(name in text for name in MARKUP[:3])
    view.page.locator(cell(view.page, "upstream", "120000")).click()
    expect(view.page.locator("#cell h3")).to_contain_text(MARKUP[3])
    view.open("/charts/chain?id=ind-none")
    view.open("/chain?industry=%22%3E%3Cimg%20src=x%3E&stage=%3Cb%3E&city=%3Cb%3E")
    expect(view.page.locator("p[role=status]")).to_be_visible()


def test_an_empty_graph_says_what_to_do(window: Opener) -> None:
    view = window("none")
    view.open("/chain")
    expect(view.page.locator(".lone")).to_contain_text("读入更多文章")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_fits_and_is_accessible(window: Opener, size: tuple[int, int], dark: bool) -> None:
    view = window("sample", size, dark=dark)
    view.open("/chain?industry=ind-equipment&stage=core%3Aind-robotics&city=130200")
    assert view.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert [rule["id"] for rule in Axe().run(view.page).response["violations"]] == []
    # The first column stays in sight while the table is moved.
    view.page.locator(".scroll").evaluate("(place) => { place.scrollLeft = 400; }")
    box = view.page.locator(".stages tbody th").first.bounding_box()
    assert box
    assert box["x"] >= 0


def test_english(window: Opener) -> None:
    view = window("sample", locale="en-US")
    view.open("/chain")
    expect(view.page.locator("h1")).to_have_text("Chains and gaps")
    expect(view.page.locator(".stages tbody th").first).to_contain_text("Research and incubation")
