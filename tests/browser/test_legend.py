"""What the legend of a preview hides can be sent: it stands in the address of the page, and of a file on disk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from api.desk import Desk
from tests.api.stores import PARK, filled, hub
from tests.browser.conftest import Window

HIDDEN = """() => {
  const { nodes, edges } = document.getElementById("network").picture;
  return [nodes, edges].map((all) => all.get({ filter: (one) => one.hidden }).length);
}"""


def hidden(page: Page) -> list[int]:
    expect(page.locator("#network canvas")).to_be_visible()
    found: list[int] = page.evaluate(HIDDEN)
    return found


def test_a_page_with_hidden_kinds_can_be_sent(window: Callable[..., Window]) -> None:
    seen = window("three")
    page = seen.page
    seen.open("/preview/haihe-park?lang=zh")
    expect(page.locator("#network canvas")).to_be_visible()
    page.locator("#legend [data-node=Company]").click()
    page.locator("#legend [data-edge=LOCATED_IN]").click()
    before = hidden(page)
    assert before[0] >= 3
    assert page.url.endswith("?lang=zh&hide=node:Company,edge:LOCATED_IN")
    page.reload()
    assert hidden(page) == before
    expect(page.locator("#legend [data-edge=LOCATED_IN]")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert hidden(page) == before
    for kind in ("[data-node=Company]", "[data-edge=LOCATED_IN]"):
        page.locator(f"#legend {kind}").click()
    assert hidden(page) == [0, 0]
    assert page.url.endswith("?lang=en")


def test_kinds_that_are_not_there_hide_nothing(window: Callable[..., Window]) -> None:
    seen = window("three")
    seen.open("/preview/haihe-park?hide=node:Nothing,LOCATED_IN,,%3Cb%3E")
    assert hidden(seen.page) == [0, 0]


def test_a_picture_served_as_a_file_keeps_them_in_its_fragment(window: Callable[..., Window]) -> None:
    seen = window("three")
    seen.open("/picture/haihe-park?view=park#hide=node:Company")
    assert hidden(seen.page)[0] > 0
    seen.page.locator("#legend [data-node=Company]").click()
    assert hidden(seen.page) == [0, 0]
    assert "#hide" not in seen.page.url


def test_a_file_on_disk_keeps_them_in_its_fragment(chromium: Browser, tmp_path: Path) -> None:
    with closing(filled("memory:", (hub(8),))) as store:
        made = Desk(store).preview(PARK)
        address = made.save(tmp_path / "park.html").as_uri()
    context = chromium.new_context(offline=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.locator("#legend [data-node=Company]").click()
    assert page.url == address + "#hide=node:Company"
    page.goto("about:blank")
    page.goto(address + "#hide=node:Company")
    assert hidden(page)[0] == 8
    page.evaluate("location.hash = 'hide=edge:LOCATED_IN'")
    expect(page.locator("#legend [data-node=Company]")).to_have_attribute("aria-pressed", "true")
    assert hidden(page) == [0, 8]
    # in a notebook it stands in a frame, which has no address of its own
    page.goto("about:blank")
    page.set_content(made._repr_html_())
    companies = page.frame_locator("iframe").locator("#legend [data-node=Company]")
    companies.click()
    expect(companies).to_have_attribute("aria-pressed", "false")
    assert complaints == []
    context.close()
