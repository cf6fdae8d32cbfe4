"""The explorer's filter: by type, region, status and period, in the address, by keyboard, and out of it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Window
from tests.browser.test_explore import COUNTS, PARK, acted, add, settled

Opener = Callable[..., Window]
KINDS = """() => {
  const { nodes, edges } = document.getElementById("network").picture;
  return { nodes: nodes.get().map(({ kind }) => kind), edges: edges.get().map(({ kind }) => kind) };
}"""


def opened(window: Opener, address: str, graph: str = "three", **how: Any) -> Page:
    view = window(graph, **how)
    view.open(address)
    settled(view.page)
    page: Page = view.page
    return page


def choice(page: Page, key: str) -> Any:
    return page.locator(f'[data-key="{key}"]')


def test_planner_looks_at_incubation_alone(window: Opener) -> None:
    page = opened(window, "/", "sample")
    add(page, "天津大学")
    whole = page.evaluate(COUNTS)
    many = int(choice(page, "edge:INCUBATED_BY").locator(".many").inner_text())
    acted(page, choice(page, "only:edge:INCUBATED_BY").click)
    assert set(page.evaluate(KINDS)["edges"]) == {"INCUBATED_BY"}
    assert page.evaluate(COUNTS) == [many + 1, many]
    expect(choice(page, "only:edge:INCUBATED_BY")).to_have_attribute("aria-pressed", "true")
    expect(choice(page, "edge:COLLABORATES_WITH")).to_have_attribute("aria-pressed", "false")
    assert "only=edge%3AINCUBATED_BY" in page.url
    acted(page, choice(page, "only:edge:INCUBATED_BY").click)
    assert page.evaluate(COUNTS) == whole


def test_a_kind_is_hidden_and_shown_again(window: Opener) -> None:
    page = opened(window, "/?open=xinglan")
    whole = page.evaluate(COUNTS)
    acted(page, choice(page, "node:Company").click)
    assert page.evaluate(KINDS)["nodes"].count("Company") == 1  # the one that is unfolded
    expect(choice(page, "node:Company")).to_have_attribute("aria-pressed", "false")
    acted(page, choice(page, "node:Company").click)
    assert page.evaluate(COUNTS) == whole


def test_looking_at_one_kind_another_joins(window: Opener) -> None:
    page = opened(window, "/?open=xinglan&only=edge:LOCATED_IN")
    assert set(page.evaluate(KINDS)["edges"]) == {"LOCATED_IN"}
    acted(page, choice(page, "edge:INCUBATED_BY").click)
    assert set(page.evaluate(KINDS)["edges"]) == {"LOCATED_IN", "INCUBATED_BY"}


def test_regions_are_those_of_the_entity_and_of_where_it_is(window: Opener) -> None:
    page = opened(window, "/?open=xinglan&only=region:12")
    names = page.evaluate("() => document.getElementById('network').picture.nodes.get().map(({ id }) => id)")
    assert "script-co" in names  # it is located in a district of 天津
    assert "jingjin-university" not in names
    assert "chip-cluster" not in names
    acted(page, choice(page, "only:region:11").click)
    assert "jingjin-university" in page.evaluate(
        "() => document.getElementById('network').picture.nodes.get().map(({ id }) => id)"
    )


def test_planned_relations_alone(window: Opener) -> None:
    page = opened(window, "/?open=hub-park", "many")
    planned = int(choice(page, "status:planned").locator(".many").inner_text())
    acted(page, choice(page, "only:status:planned").click)
    assert page.evaluate(COUNTS) == [planned + 1, planned]
    assert page.evaluate("() => document.getElementById('network').picture.edges.get().every(({ dashes }) => dashes)")


def test_a_period_that_nothing_falls_into_says_what_to_do(window: Opener) -> None:
    page = opened(window, "/?open=xinglan")
    expect(page.locator("#span")).not_to_be_empty()
    whole = page.evaluate(COUNTS)
    acted(page, lambda: (page.fill("#until", "1990-01"), page.locator("#until").blur()))
    assert page.evaluate(COUNTS) == [1, 0]
    expect(page.locator("#empty")).to_be_visible()
    expect(page.locator("#empty p")).not_to_be_empty()
    acted(page, page.locator("#empty button").click)
    assert page.evaluate(COUNTS) == whole
    expect(page.locator("#empty")).to_be_hidden()
    assert "until" not in page.url
    expect(page.locator("#until")).to_have_value("")


def test_a_period_keeps_what_is_told_of_in_it(window: Opener) -> None:
    page = opened(window, "/?open=xinglan&since=2020-01&until=2035-12")
    dated = page.evaluate(COUNTS)[1]
    assert dated > 0
    expect(page.locator("#since")).to_have_value("2020-01")
    acted(page, lambda: (page.fill("#since", "2030-01"), page.locator("#since").blur()))
    assert page.evaluate(COUNTS)[1] < dated


def test_filter_by_keyboard_keeps_the_focus(window: Opener) -> None:
    page = opened(window, "/?open=xinglan")
    choice(page, "edge:LOCATED_IN").focus()
    acted(page, lambda: page.keyboard.press("Space"))
    expect(choice(page, "edge:LOCATED_IN")).to_be_focused()
    assert "LOCATED_IN" not in page.evaluate(KINDS)["edges"]
    page.keyboard.press("Tab")
    expect(choice(page, "only:edge:LOCATED_IN")).to_be_focused()
    acted(page, lambda: page.keyboard.press("Enter"))
    assert set(page.evaluate(KINDS)["edges"]) == {"LOCATED_IN"}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_address_with_a_filter_shows_the_same_and_resets(window: Opener, size: tuple[int, int]) -> None:
    page = opened(window, "/?open=tiankai-park&only=node:Company&off=status:planned", "sample", size=size)
    assert set(page.evaluate(KINDS)["nodes"]) == {"Park", "Company"}
    reset = page.locator(".tools [data-reset]")
    expect(reset).to_be_visible()
    acted(page, reset.click)
    expect(reset).to_be_hidden()
    assert page.url.endswith("/?open=tiankai-park")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_filter_speaks_english(window: Opener) -> None:
    page = opened(window, "/?open=xinglan", locale="en-US")
    expect(page.locator("#filters summary b")).to_have_text("Filter")
    expect(choice(page, "only:edge:INCUBATED_BY")).to_have_attribute("aria-label", "Only incubated by")
    expect(choice(page, "region:12")).to_contain_text("Tianjin")
    expect(choice(page, "status:done")).to_contain_text("done")


def test_saved_table_holds_what_the_filter_leaves(window: Opener) -> None:
    page = opened(window, "/?open=tiankai-park&only=edge:PART_OF", "sample")
    assert PARK in page.locator("h2").all_inner_texts() or page.locator("#picture").is_visible()
    with page.expect_download() as download:
        page.click("#csv")
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + page.evaluate(COUNTS)[1]
    assert all('"PART_OF"' in line for line in lines[1:])
