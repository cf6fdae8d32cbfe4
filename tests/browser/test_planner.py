"""As a planner does it: look, search, open, click, hide, read on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.previews.paths import preview_path
from tests.api.stores import MARKUP, ODD_ID, PARK
from tests.browser.conftest import DESK, PHONE, Window
from tests.loaders.graphs import SCRIPT

Opener = Callable[..., Window]

EDGE_POINT = """([kind]) => {
  const { network, nodes, edges } = document.getElementById("network").picture;
  const frame = document.getElementById("network").getBoundingClientRect();
  for (const edge of edges.get({ filter: (edge) => edge.kind === kind && !edge.hidden && !edge.smooth.enabled })) {
    const [from, to] = [network.getPosition(edge.from), network.getPosition(edge.to)];
    for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const at = network.canvasToDOM({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
      if (network.getNodeAt(at) === undefined && network.getEdgeAt(at) === edge.id)
        return { x: frame.left + at.x, y: frame.top + at.y, id: edge.id };
    }
  }
}"""
NODE_POINT = """([id]) => {
  const { network } = document.getElementById("network").picture;
  const frame = document.getElementById("network").getBoundingClientRect();
  const at = network.canvasToDOM(network.getPosition(id));
  return { x: frame.left + at.x, y: frame.top + at.y };
}"""
HIDDEN = """() => {
  const { nodes, edges } = document.getElementById("network").picture;
  const hidden = (items) => items.get({ filter: (item) => item.hidden }).map((item) => item.id);
  return { nodes: hidden(nodes), edges: hidden(edges) };
}"""
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
INK = """() => {
  const canvas = document.querySelector("#network canvas");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4 * 7) if (data[at + 3]) seen.add(data.slice(at, at + 3).join());
  return seen.size;
}"""


def click(page: Page, point: dict[str, Any] | None) -> None:
    assert point, "nothing to click"
    page.mouse.click(point["x"], point["y"])


def drawn(page: Page) -> None:
    """Waits until the picture is there."""
    expect(page.locator("#network canvas")).to_be_visible()
    page.evaluate(FRAMES)


def test_from_the_first_page_to_the_sentence(window: Opener) -> None:
    seen = window("sample")
    page = seen.page
    seen.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("京津冀产业协同图谱")
    page.get_by_role("combobox").fill("天开")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("搜索“天开”")
    page.get_by_role("link", name="天开高教科创园", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("天开高教科创园")
    drawn(page)
    click(page, page.evaluate(EDGE_POINT, ["LOCATED_IN"]))
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("原文依据")
    expect(panel.locator(".fact")).to_have_count(1)
    expect(panel.locator("blockquote p").first).to_be_visible()
    expect(panel.locator("blockquote time").first).to_have_text(re.compile(r"^\d{4}-\d{2}-\d{2}$"))
    panel.locator("blockquote footer a").first.click()
    expect(page.get_by_role("heading", name="读出的关系")).to_be_visible()


def test_an_edge_shows_its_own_sentences(window: Opener) -> None:
    seen = window("three")
    page = seen.page
    seen.open("/preview/haihe-phase-2")
    drawn(page)
    click(page, page.evaluate(EDGE_POINT, ["INVESTS_IN"]))
    panel = page.locator("#panel")
    expect(panel.locator(".claim")).to_contain_text("星澜半导体 投资 海河智谷二期项目")
    expect(panel.locator(".status")).to_have_text("计划中")
    expect(panel.locator("blockquote p")).to_have_text("海河智谷二期项目由星澜半导体投资，计划年产芯片120万片。")
    page.keyboard.press("Escape")
    expect(panel.locator(".hint")).to_be_visible()


def test_a_node_shows_its_relations_and_leads_to_its_page(window: Opener) -> None:
    seen = window("three")
    page = seen.page
    seen.open("/preview/haihe-park")
    drawn(page)
    click(page, page.evaluate(NODE_POINT, ["xinglan"]))
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("星澜半导体")
    own = page.locator(".columns .fact:is([data-head=xinglan], [data-tail=xinglan])").count()
    expect(panel.locator(".fact")).to_have_count(own)
    panel.get_by_role("link", name="看它的关系图").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("星澜半导体")


def test_double_click_opens_the_page_of_an_entity(window: Opener) -> None:
    seen = window("three", locale="en-US")
    page = seen.page
    seen.open("/preview/haihe-park?lang=zh")
    drawn(page)
    point = page.evaluate(NODE_POINT, ["obrien"])
    page.mouse.dblclick(point["x"], point["y"])
    page.wait_for_url("**/preview/obrien?lang=zh")


def test_legend_hides_and_shows_a_type(window: Opener) -> None:
    seen = window("three")
    page = seen.page
    seen.open("/preview/haihe-park")
    drawn(page)
    companies = page.locator("#legend [data-node=Company]")
    companies.click()
    expect(companies).to_have_attribute("aria-pressed", "false")
    hidden = page.evaluate(HIDDEN)
    assert {"xinglan", "script-co", "obrien"} <= set(hidden["nodes"])
    assert len(hidden["edges"]) >= 3
    companies.press("Enter")
    assert page.evaluate(HIDDEN) == {"nodes": [], "edges": []}
    page.locator("#legend [data-edge=LOCATED_IN]").click()
    assert page.evaluate(HIDDEN)["nodes"] == []
    assert page.evaluate(EDGE_POINT, ["LOCATED_IN"]) is None


def test_the_entity_of_the_page_is_never_hidden(window: Opener) -> None:
    seen = window("three")
    seen.open("/preview/haihe-park")
    drawn(seen.page)
    seen.page.locator("#legend [data-node=Park]").click()
    assert seen.page.evaluate(HIDDEN)["nodes"] == []


def test_zoom_buttons(window: Opener) -> None:
    seen = window("three")
    page = seen.page
    seen.open("/preview/haihe-park")
    drawn(page)
    scale = "document.getElementById('network').picture.network.getScale()"
    first = page.evaluate(scale)
    page.get_by_role("button", name="放大").click()
    assert page.evaluate(scale) > first
    page.get_by_role("button", name="缩小").click()
    page.get_by_role("button", name="缩小").click()
    assert page.evaluate(scale) < first
    page.get_by_role("button", name="看全图").click()
    assert page.evaluate(scale) == pytest.approx(first)


def test_the_wheel_moves_the_page_and_not_the_picture(window: Opener) -> None:
    seen = window("three")
    page = seen.page
    seen.open("/preview/haihe-park")
    drawn(page)
    scale = "document.getElementById('network').picture.network.getScale()"
    first = page.evaluate(scale)
    page.locator("#network").hover()
    page.mouse.wheel(0, 400)
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    assert page.evaluate(scale) == first


@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["/", "/?q=津", "/preview/haihe-park", "/preview/nobody", "/read/a1", "/docs"])
def test_every_page_fits_every_screen(window: Opener, size: tuple[int, int], dark: bool, path: str) -> None:
    seen = window("three", size=size, dark=dark)
    seen.open(path)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    ground = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(21, 24, 28)" if dark else "rgb(255, 255, 255)")


@pytest.mark.parametrize("wide", [1280, 1024, 768, 320])
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_no_width_between_desk_and_phone_cuts_a_page(window: Opener, wide: int, locale: str) -> None:
    seen = window("three", size=(wide, 800), locale=locale)
    for path in ("/", "/feeders?origin=all&kind=all&area=all", "/flows", "/?open=haihe-park", "/timeline"):
        seen.open(path)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= wide, path


def test_colours_follow_the_readers_theme(window: Opener) -> None:
    seen = window("three")
    page = seen.page
    seen.open("/preview/haihe-park")
    drawn(page)
    colour = "document.getElementById('network').picture.nodes.get('haihe-park').color.background"
    assert page.evaluate(colour) == "#2E8B57"
    page.emulate_media(color_scheme="dark")
    page.evaluate(FRAMES)
    assert page.evaluate(colour) not in ("#2E8B57", "")


def test_on_a_phone_the_picture_is_tall_and_the_panel_comes_up(window: Opener) -> None:
    seen = window("three", size=PHONE)
    page = seen.page
    seen.open("/preview/haihe-park")
    drawn(page)
    point = page.evaluate(NODE_POINT, ["haihe-park"])
    page.touchscreen.tap(point["x"], point["y"])
    panel = page.locator("#panel .shown")
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box
    assert box["y"] + box["height"] == pytest.approx(PHONE[1], abs=1)
    panel.get_by_role("button", name="关闭").click()
    expect(panel).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "path", "nodes"),
    [("one", preview_path(PARK), 2), ("many", preview_path(PARK), 300), ("three", "/preview/script-co", 6)],
)
def test_pictures_of_every_size_are_drawn(window: Opener, name: str, path: str, nodes: int) -> None:
    seen = window(name)
    seen.open(path)
    drawn(seen.page)
    assert seen.page.evaluate("document.getElementById('network').picture.nodes.length") >= nodes
    assert seen.page.evaluate(INK) > 3


def test_without_relations_there_is_no_picture(window: Opener) -> None:
    seen = window("three")
    seen.open("/preview/jinnan-government")
    expect(seen.page.get_by_role("heading", name="还没有关系")).to_be_visible()
    expect(seen.page.locator("canvas")).to_have_count(0)


def test_an_empty_graph_says_how_to_fill_it(window: Opener) -> None:
    seen = window("none")
    seen.open("/")
    expect(seen.page.locator("pre")).to_contain_text("kg build 文章目录/ --store")


def test_without_scripts_all_is_there_to_read(window: Opener) -> None:
    seen = window("three", script=False)
    seen.open("/preview/haihe-park")
    expect(seen.page.locator("#picture")).to_be_hidden()
    expect(seen.page.locator("#facts .fact").first).to_contain_text("海河智谷科技园")
    expect(seen.page.locator("#facts blockquote").first).to_be_visible()


def test_names_that_are_markup_are_text(window: Opener) -> None:
    seen = window("markup")
    page = seen.page
    for path in ("/", preview_path(ODD_ID), preview_path(MARKUP[1]), "/read/%3Cb%3Ea%3C%2Fb%3E", "/?q=%3Cscript%3E"):
        seen.open(path)
        expect(page.locator("img, h1 + h1, main h1 h1")).to_have_count(0)
    seen.open(preview_path(ODD_ID))
    drawn(page)
    for name in MARKUP:
        click(page, page.evaluate(NODE_POINT, [name]))
        expect(page.locator("#panel h2")).to_have_text(name)
        expect(page.locator("#panel .claim").first).to_contain_text(name)


def test_tooltips_are_text(window: Opener) -> None:
    seen = window("three")
    page = seen.page
    seen.open("/preview/haihe-park")
    drawn(page)
    point = page.evaluate(NODE_POINT, ["script-co"])
    page.mouse.move(point["x"], point["y"])
    expect(page.locator(".vis-tooltip")).to_contain_text(SCRIPT)


def test_ids_of_any_character_open_by_their_links(window: Opener) -> None:
    seen = window("markup")
    seen.open("/?q=%E6%99%AE%E9%80%9A")
    seen.page.locator(".found a").first.click()
    expect(seen.page.get_by_role("heading", level=1)).to_have_text("普通公司")


def test_keyboard_reaches_search_and_skips_to_the_content(window: Opener) -> None:
    seen = window("three")
    page = seen.page
    seen.open("/preview/haihe-park")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_english_for_an_english_browser(window: Opener) -> None:
    seen = window("three", locale="en-US")
    seen.open("/")
    expect(seen.page.get_by_role("heading", name="Best connected")).to_be_visible()
    seen.page.get_by_role("link", name="中文").click()
    expect(seen.page.get_by_role("heading", name="联系最多的机构")).to_be_visible()
