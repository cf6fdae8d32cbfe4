"""The system's Chromium, a real server for each graph, and a window that refuses and reports all that is foreign."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from kg.cli import console, storing
from kg.cli.serving import running
from kg.linking import Decisions
from kg.linking.ids import decide
from kg.records import Graph
from kg.settings import Settings
from tests.api.stores import chained, filled, hub, later, markup
from tests.loaders.graphs import graphs

# A picture of 300 entities takes seconds where a machine without a graphics card is busy.
expect.set_options(timeout=30_000)

DESK, PHONE = (1440, 900), (390, 844)
GRAPHS: dict[str, Callable[[], tuple[Graph, ...]]] = {
    "none": lambda: (),
    "one": lambda: (hub(1),),
    "many": lambda: (hub(320),),
    "crowd": lambda: (hub(1499),),
    "three": graphs,
    "merged": lambda: tuple(decide(graph, Decisions({"obrien": "xinglan"})) for graph in graphs()),
    "markup": lambda: (markup(),),
    "chained": lambda: (chained(), later()),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        # Containers run as root and have a small /dev/shm.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of a server over a graph of `GRAPHS`, or over `sample`, the articles that the package ships."""
    folder, started = tmp_path_factory.mktemp("stores"), dict[str, str]()
    with ExitStack() as stack:

        def site(name: str) -> str:
            if name not in started:
                settings = Settings(store=str(folder / f"{name}.kgl"))
                _fill(name, settings)
                started[name] = stack.enter_context(running(settings))
            return started[name]

        yield site


def _fill(name: str, settings: Settings) -> None:
    if name != "sample":
        filled(settings.store, GRAPHS[name]()).close()
        return
    faults = console.Faults()
    with as_file(files("kg") / "sample") as sample:
        storing.load([str(sample)], settings, faults)
    assert not faults.count


@dataclass
class Window:
    """A page of a site, with what went wrong on it."""

    page: Page
    site: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)

    def clean(self) -> None:
        """Raises when a script failed, the console complained, or anything was asked of another host."""
        assert self.complaints == []
        assert self.foreign == []


@pytest.fixture
def window(chromium: Browser, sites: Callable[[str], str]) -> Iterator[Callable[..., Window]]:
    """Opens a window on a graph by name; when the test ends every window must be clean."""
    contexts: list[BrowserContext] = []
    opened: list[Window] = []

    def make(
        name: str, size: tuple[int, int] = DESK, locale: str = "zh-CN", dark: bool = False, script: bool = True
    ) -> Window:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            color_scheme="dark" if dark else "light",
            has_touch=size == PHONE,
            java_script_enabled=script,
        )
        contexts.append(context)
        found = Window(context.new_page(), sites(name))
        opened.append(found)
        context.route("**/*", lambda route: _guard(route, found))
        found.page.on("console", lambda message: _listen(found, message.type, message.text))
        found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
        found.page.on("dialog", lambda dialog: (found.complaints.append(dialog.message), dialog.dismiss()))
        return found

    yield make
    for found in opened:
        found.clean()
    for context in contexts:
        context.close()


def _guard(route: Route, window: Window) -> None:
    address = route.request.url
    if address.startswith((window.site + "/", "data:")):
        route.continue_()
    else:
        window.foreign.append(address)
        route.abort()


def _listen(window: Window, kind: str, text: str) -> None:
    # Chromium reports the status of a page that says 404 as it should.
    if kind in ("error", "warning") and "status of 404" not in text:
        window.complaints.append(text)
