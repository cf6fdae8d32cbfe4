"""The explorer as a planner uses it: add, unfold, fold up, hide, follow a path, read, send the address on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.api.stores import MARKUP
from tests.browser.conftest import DESK, PHONE, Window
from tests.browser.test_planner import NODE_POINT

Opener = Callable[..., Window]
PARK = "天开高教科创园"
COUNTS = """() => {
  const { nodes, edges } = document.getElementById("network").picture;
  const seen = (items) => items.get({ filter: (item) => !item.hidden }).length;
  return [seen(nodes), seen(edges)];
}"""


def settled(page: Page) -> None:
    """Waits until the page shows what its address says."""
    expect(page.locator("body")).to_have_attribute("data-ready", re.compile(r"\d"))


def acted(page: Page, act: Callable[[], Any]) -> None:
    """Does something and waits until the page has answered."""
    before = page.locator("body").get_attribute("data-ready") or ""
    act()
    expect(page.locator("body")).not_to_have_attribute("data-ready", before)


def add(page: Page, name: str) -> None:
    page.fill("#search", name)
    acted(page, lambda: page.press("#search", "Enter"))


def test_planner_finds_a_park_and_reads_why_a_company_is_there(window: Opener) -> None:
    view = window("sample")
    view.open("/")
    settled(view.page)
    expect(view.page.locator("#start")).to_be_visible()
    add(view.page, PARK)
    expect(view.page.locator("#panel h2")).to_have_text(PARK)
    nodes, edges = view.page.evaluate(COUNTS)
    assert nodes > 5
    assert edges >= nodes - 1
    first = view.page.locator("#panel .fact").first
    expect(first.locator("blockquote p").first).not_to_be_empty()
    expect(first.locator("footer a").first).to_have_attribute("href", re.compile("^/read/"))


def test_unfolding_and_folding_up_come_back_to_the_same_picture(window: Opener) -> None:
    view = window("sample")
    view.open("/")
    settled(view.page)
    add(view.page, PARK)
    before = view.page.evaluate(COUNTS)
    view.page.locator(".all summary").click()
    company = view.page.locator("#listed .fold[aria-expanded=false]").first
    label = company.get_attribute("aria-label") or ""
    acted(view.page, company.click)
    assert view.page.evaluate(COUNTS)[1] >= before[1]
    name = label.split(" ", 1)[1]
    acted(view.page, view.page.locator("#listed .fold[aria-expanded=true]").filter(has_text="−").nth(1).click)
    assert view.page.evaluate(COUNTS) == before
    expect(view.page.locator("#panel h2")).to_have_text(name)


def test_double_click_unfolds(window: Opener) -> None:
    view = window("sample")
    view.open("/")
    settled(view.page)
    add(view.page, PARK)
    acted(
        view.page,
        lambda: view.page.evaluate(
            """() => {
          const { network, nodes } = document.getElementById("network").picture;
          const leaf = nodes.get().find((node) => node.size < 20);
          network.body.emitter.emit("doubleClick", { nodes: [leaf.id], edges: [] });
        }"""
        ),
    )
    assert view.page.url.count("open=") == 2


def test_path_between_two_entities(window: Opener) -> None:
    view = window("three")
    view.open("/?open=xinglan&path=haihe-park&path=jingjin-university")
    settled(view.page)
    wide = view.page.evaluate(
        "() => document.getElementById('network').picture.edges.get().filter((edge) => edge.width === 5).length"
    )
    assert wide >= 1


def test_path_is_chosen_in_the_panel(window: Opener) -> None:
    view = window("three")
    view.open("/?open=xinglan&chosen=node:haihe-park")
    settled(view.page)
    acted(view.page, view.page.locator("#panel [data-key=path]").click)
    view.page.locator(".all summary").click()
    acted(view.page, view.page.locator("#listed button.name").nth(2).click)
    acted(view.page, view.page.locator("#panel [data-key=path]").click)
    assert view.page.url.count("path=") == 2


def test_an_address_shows_the_same_in_another_window(window: Opener) -> None:
    one = window("sample")
    one.open("/")
    settled(one.page)
    add(one.page, PARK)
    acted(one.page, one.page.locator("#choices .choice button").first.click)
    other = window("sample")
    other.page.goto(one.page.url)
    settled(other.page)
    assert other.page.evaluate(COUNTS) == one.page.evaluate(COUNTS)
    expect(other.page.locator("#panel h2")).to_have_text(PARK)


def test_an_address_with_an_id_that_was_merged_shows_what_it_is_part_of(window: Opener) -> None:
    view = window("merged")
    view.open("/?open=xinglan")
    settled(view.page)
    whole = view.page.evaluate(COUNTS)
    view.open("/?open=obrien&chosen=node:obrien")
    settled(view.page)
    assert view.page.evaluate(COUNTS) == whole
    expect(view.page.locator("#panel h2")).to_have_text("星澜半导体")
    acted(view.page, view.page.locator("#panel [data-key=toggle]").click)
    assert "open=" not in view.page.url


def test_an_entity_that_is_gone_hides_no_other(window: Opener) -> None:
    view = window("three")
    view.open("/?open=xinglan")
    settled(view.page)
    whole = view.page.evaluate(COUNTS)
    view.open("/?open=nobody")
    settled(view.page)
    expect(view.page.locator("#trouble")).to_contain_text("nobody")
    add(view.page, "星澜半导体")
    assert view.page.evaluate(COUNTS) == whole
    expect(view.page.locator("#trouble")).to_contain_text("nobody")


def test_picture_and_table_can_be_saved(window: Opener, tmp_path: Path) -> None:
    view = window("three")
    view.open("/?open=xinglan")
    settled(view.page)
    for button, start in (("#png", b"\x89PNG"), ("#csv", '\ufeff"head"'.encode())):
        with view.page.expect_download() as download:
            view.page.click(button)
        download.value.save_as(tmp_path / "saved")
        assert (tmp_path / "saved").read_bytes().startswith(start)


def test_markup_in_names_is_text(window: Opener) -> None:
    view = window("markup")
    view.open("/")
    name = view.page.evaluate("fetch('/search?q=&limit=20').then((a) => a.json()).then((b) => b.items[0].id)")
    view.open(f"/?open={quote(name, safe='')}&chosen=node:{quote(name, safe='')}")
    settled(view.page)
    expect(view.page.locator("#panel blockquote").first).to_be_visible()
    assert view.page.locator("#panel img, #panel script, #listed img, #listed script").count() == 0
    assert MARKUP


@pytest.mark.parametrize("graph", ["none", "one", "many"])
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_empty_and_crowded_graphs(window: Opener, graph: str, size: tuple[int, int]) -> None:
    view = window(graph, size)
    view.open("/")
    if graph != "none":
        settled(view.page)
        hub = view.page.evaluate("fetch('/search?q=&limit=50').then((a) => a.json()).then((b) => b.items)")
        best = max(hub, key=lambda item: item["articleCount"])
        view.open(f"/?open={quote(best['id'], safe='')}")
        settled(view.page)
        assert view.page.evaluate(COUNTS)[0] >= 1
    wide = view.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_unknown_names_say_what_to_do(window: Opener) -> None:
    view = window("three")
    view.open("/")
    settled(view.page)
    view.page.fill("#search", "没有这样的名字啊")
    view.page.press("#search", "Enter")
    expect(view.page.locator("#none")).to_be_visible()
    expect(view.page.locator("#picture")).to_be_hidden()


def test_the_graph_takes_the_place_of_where_to_begin_and_gives_it_back(window: Opener) -> None:
    view = window("sample")
    page = view.page
    view.open("/")
    settled(page)
    assert page.locator("#start #search").count() == 1
    link = page.locator("#start [data-open]").first
    name = link.inner_text()
    acted(page, link.click)
    expect(page.locator("#panel h2")).to_have_text(name)
    expect(page.locator("#start")).to_be_hidden()
    expect(page.locator("header #search")).to_be_visible()
    acted(page, page.go_back)
    expect(page.locator("#start #search")).to_be_visible()
    expect(page.locator("#picture")).to_be_hidden()


def test_without_scripts_the_first_page_searches(window: Opener) -> None:
    view = window("sample", script=False)
    view.open("/")
    view.page.fill("#search", "天开")
    view.page.press("#search", "Enter")
    expect(view.page.locator("ol.found")).to_contain_text(PARK)


def test_english_where_the_browser_asks(window: Opener) -> None:
    view = window("three", locale="en-US")
    view.open("/?open=xinglan&chosen=node:xinglan")
    settled(view.page)
    expect(view.page.locator("#search")).to_have_attribute("placeholder", re.compile("^[ -~…]+$"))
    expect(view.page.locator("#panel .deeds button").first).to_have_text("Fold up")


def test_flows_open_their_edges_and_sentences(window: Opener) -> None:
    view = window("sample", size=(1440, 2200))
    view.open("/flows")
    for place in view.page.locator("[data-chart]").all():
        expect(place).to_have_attribute("data-drawn", "yes")
        expect(place.locator(".main-svg").first).to_be_visible()
    cell = view.page.locator("[data-from='110000'][data-to='130000']")
    count = int(cell.inner_text())
    cell.click()
    facts = view.page.locator("#edges .fact")
    expect(facts.first).to_be_visible()
    assert 0 < facts.count() <= count
    expect(facts.first.locator("blockquote p").first).not_to_be_empty()
    other = window("sample")
    other.page.goto(view.page.url)
    expect(other.page.locator("#edges .fact")).to_have_count(facts.count())
    expect(other.page.locator("[aria-pressed=true]")).to_have_text(str(count))
    view.page.go_back()
    expect(facts).to_have_count(0)
    expect(view.page.locator("#edges .note")).to_be_visible()


def test_flows_of_an_empty_graph_say_so(window: Opener) -> None:
    view = window("none", size=(1440, 2200))
    view.open("/flows")
    expect(view.page.locator(".lone")).to_be_visible()
    for place in view.page.locator("[data-chart]").all():
        expect(place).to_have_attribute("data-drawn", "yes")


@pytest.mark.parametrize("dark", [False, True])
def test_flows_fit_a_phone(window: Opener, dark: bool) -> None:
    view = window("sample", PHONE, dark=dark)
    view.open("/flows")
    expect(view.page.locator("[data-chart]").first).to_have_attribute("data-drawn", "yes")
    assert view.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_pinyin_initials_find_a_park(window: Opener) -> None:
    view = window("sample")
    view.open("/")
    settled(view.page)
    view.page.fill("#search", "tkgjk")
    expect(view.page.locator("#names option").first).to_have_attribute("value", PARK)
    acted(view.page, lambda: view.page.press("#search", "Enter"))
    expect(view.page.locator("#panel h2")).to_have_text(PARK)


@pytest.mark.parametrize("path", ["/?q=津", "/flows", "/preview/nobody"])
def test_every_search_box_suggests_names_and_opens_the_explorer(window: Opener, path: str) -> None:
    view = window("sample")
    view.open(path)
    box = view.page.locator(".finder input[type=search]")
    box.fill(PARK)
    expect(view.page.locator(f'#names-0 option[value="{PARK}"]')).to_have_count(1)
    box.press("Enter")
    view.page.wait_for_url("**/?open=*")
    settled(view.page)
    expect(view.page.locator("#panel h2")).to_have_text(PARK)


def test_on_a_phone_facts_come_up_and_go_away(window: Opener) -> None:
    view = window("three", size=PHONE)
    page = view.page
    view.open("/?open=haihe-park")
    settled(page)
    point = page.evaluate(NODE_POINT, ["haihe-park"])
    page.touchscreen.tap(point["x"], point["y"])
    expect(page.locator("#panel h2")).to_have_text("海河智谷科技园")
    box = page.locator("#panel").bounding_box()
    assert box
    assert box["y"] + box["height"] == pytest.approx(PHONE[1], abs=1)
    assert box["y"] > PHONE[1] / 2
    page.locator("#panel").get_by_role("button", name="关闭").click()
    expect(page.locator("#panel h2")).to_have_count(0)
    expect(page.locator("#panel")).to_have_css("position", "static")


def test_a_path_is_found_step_by_step_and_read(window: Opener) -> None:
    view = window("sample")
    page = view.page
    view.open("/?open=tsinghua&chosen=node:tsinghua")
    settled(page)
    page.locator("#panel [data-key=path]").click()
    expect(page.locator("#way")).to_contain_text("路径从“清华大学”开始")
    add(page, "宇通客车")
    page.locator("#panel").get_by_role("button", name="路径到这里").click()
    expect(page.locator("#panel h2")).to_have_text("路径上的关系")
    expect(page.locator("#panel .fact").nth(1)).to_be_visible()
    expect(page.locator("#panel blockquote p").first).not_to_be_empty()
    expect(page.locator("#way")).to_contain_text("最短的路径")
    page.get_by_role("button", name="不看路径").click()
    expect(page.locator("#way")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("path="))


SEEN = """() => {
  const { network } = document.getElementById("network").picture;
  const { x, y } = network.getViewPosition();
  return [network.getScale() * 100, x, y].map(Math.round);
}"""


def test_what_is_looked_at_is_in_the_address(window: Opener) -> None:
    view = window("sample")
    page = view.page
    view.open("/?open=tiankai-park&open=tju")
    settled(page)
    page.get_by_role("button", name="放大").click()
    page.get_by_role("button", name="放大").click()
    frame = page.locator("#network").bounding_box()
    assert frame
    corner = (frame["x"] + 8, frame["y"] + 8)
    page.mouse.move(*corner)
    page.mouse.down()
    page.mouse.move(corner[0] + 160, corner[1] + 90, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile("sight="))
    expect(page.locator("#undo")).to_be_disabled()
    there = page.evaluate(SEEN)
    other = window("sample")
    other.page.goto(page.url)
    settled(other.page)
    assert other.page.evaluate(SEEN) == pytest.approx(there, abs=1)
    other.page.get_by_role("button", name="看全图").click()
    expect(other.page).not_to_have_url(re.compile("sight="))


def test_what_is_looked_at_stays_while_facts_are_read(window: Opener) -> None:
    view = window("sample")
    page = view.page
    view.open("/?open=tiankai-park")
    settled(page)
    page.get_by_role("button", name="缩小").click()
    there = page.evaluate(SEEN)
    page.locator(".all summary").click()
    other = page.locator("#listed button").nth(2)
    name = other.inner_text()
    other.click()
    expect(page.locator("#panel h2")).to_have_text(name)
    assert page.evaluate(SEEN) == there
    expect(page).to_have_url(re.compile("sight="))


@pytest.mark.parametrize("sight", ["x", "1~2~3~nobody", "0~0~0~tiankai-park", "99.9~9999999~1~tiankai-park"])
def test_a_mistyped_sight_shows_everything(window: Opener, sight: str) -> None:
    view = window("sample")
    view.open(f"/?open=tiankai-park&sight={sight}")
    settled(view.page)
    seen = view.page.evaluate(SEEN)
    view.page.get_by_role("button", name="看全图").click()
    assert view.page.evaluate(SEEN) == seen
