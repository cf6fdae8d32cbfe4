"""Which Beijing institutes feed the companies of a Tianjin park, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.api.stores import MARKUP
from tests.browser.conftest import DESK, PHONE, Window

Opener = Callable[..., Window]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_question_to_the_sentence_in_one_click(window: Opener, size: tuple[int, int], script: bool) -> None:
    seen = window("sample", size=size, script=script)
    page = seen.page
    seen.open("/")
    page.get_by_role("link", name="哪些北京院所支撑天津的园区？").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("谁支撑园区")
    park = page.locator(".fed", has=page.get_by_role("link", name="中新天津生态城", exact=True))
    expect(park.get_by_role("link", name="清华大学", exact=True).first).to_be_visible()
    expect(park.locator("blockquote mark", has_text="清华大学").first).to_be_visible()
    page.get_by_role("link", name="河北", exact=True).nth(1).click()
    expect(page.get_by_role("link", name="中新天津生态城", exact=True)).to_have_count(0)
    expect(page.locator(".fed blockquote p").first).to_be_visible()


def test_a_park_says_who_feeds_it(window: Opener) -> None:
    seen = window("sample")
    page = seen.page
    seen.open("/preview/tiankai-park")
    page.get_by_role("link", name="谁支撑它的企业").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("谁支撑天开高教科创园")
    expect(page.locator(".feed").filter(has_text="凯尔仪器（天津）有限公司")).to_contain_text("天津大学")


def test_where_nobody_is_named_it_says_what_to_do(window: Opener) -> None:
    seen = window("three")
    page = seen.page
    seen.open("/feeders?origin=130000&kind=companies")
    expect(page.get_by_role("heading", name="文章里没有这样的关系")).to_be_visible()
    page.get_by_role("link", name="看全部地区、全部类别的支撑方").click()
    expect(page.locator(".feed").first).to_be_visible()


def test_names_that_are_markup_stay_text(window: Opener) -> None:
    seen = window("chained")
    odd, _, park, _, _, script = MARKUP
    seen.open("/feeders?origin=all&kind=all&area=all")
    expect(seen.page.locator(".fed h2")).to_contain_text(park)
    expect(seen.page.locator(".feed")).to_contain_text(script)
    expect(seen.page.locator(".feed")).to_contain_text(odd)
    expect(seen.page.locator("main script, main img, main h1 h1")).to_have_count(0)
    seen.open("/feeders?park=%3Cscript%3Ealert(1)%3C/script%3E")
    expect(seen.page.get_by_role("status").first).to_have_text("图中没有这个实体")
