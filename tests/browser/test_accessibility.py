"""axe-core on the pages, in dark and in light: no violation that it calls serious or critical."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Window
from tests.browser.test_explore import settled

GRAVE = ("serious", "critical")
EXPLORED = "/?open=tiankai-park&open=tju"
PAGES = {
    "first page": "/",
    "search": "/?q=天开",
    "all of a type": "/?type=Company&page=2",
    "nothing found": "/?q=没有这个名字",
    "entity": "/preview/tiankai-park",
    "entity with hidden kinds": "/preview/tiankai-park?hide=node:Company,edge:LOCATED_IN",
    "article": "/read/2014-05-haidian-qinhuangdao-park.md",
    "picture of surroundings": "/picture/tiankai-park",
    "picture of a park": "/picture/tiankai-park?view=park",
    "picture of a chain": "/picture/yutongkeche?view=chain",
    "picture of a corridor": "/picture/region-110000?to=region-120000",
    "picture of nothing": "/picture/tiankai-park?view=chain",
    "feeders": "/feeders",
    "feeders of every kind": "/feeders?origin=all&kind=all&area=all",
    "feeders of a park": "/feeders?park=tiankai-park",
    "nobody feeds": "/feeders?origin=130000&kind=companies&area=110000",
    "flows": "/flows?from=110000&to=120000",
    "a band of the flows": "/flows?from=110000&to=120000&type=INCUBATED_BY&state=done",
    "chain": "/chain?industry=ind-equipment&stage=research&city=110000",
    "timeline": "/timeline?at=2019",
    "months of the timeline": "/timeline?by=month",
    "docs": "/docs",
    "no such page": "/nowhere",
    "no such entity": "/preview/nobody",
    "refused": "/queries/parks?limit=many",
    "entity in the explorer": EXPLORED + "&chosen=node:tiankai-park&pin=10~20~tju",
    "filtered": EXPLORED + "&only=edge:INCUBATED_BY&off=region:13",
    "nothing left": EXPLORED + "&until=1990-01",
    "park": EXPLORED + "&park=tiankai-park",
    "path": EXPLORED + "&path=tiankai-park&path=tju",
}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_no_grave_violation(window: Callable[..., Window], name: str, size: tuple[int, int]) -> None:
    view = window("sample", size=size, dark=True)
    view.open(PAGES[name])
    if name == "refused":
        view.complaints.clear()  # Chromium reports the status of the page itself
    if "?open=" in PAGES[name]:
        settled(view.page)
        view.page.evaluate("for (const more of document.querySelectorAll('#picture details')) more.open = true")
    for chart in view.page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_attribute("data-drawn", "yes")
    assert grave(view.page) == set()
    view.page.emulate_media(color_scheme="light")
    assert grave(view.page) == set()


def grave(page: Page) -> set[str]:
    """What axe-core calls serious or critical: the rule, the element and what is wrong with it."""
    return {
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    }
