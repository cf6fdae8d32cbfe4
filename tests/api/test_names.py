"""Search from memory: what it answers is what the named query `search` answers."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api import names as names_module
from api.names import Kept, Names
from kg.settings import Settings
from loaders import Store, View, open_store, queries
from tests.api.servers import until
from tests.api.stores import hub, markup
from tests.loaders.conftest import fill
from tests.loaders.graphs import graphs
from tests.loaders.neo4j_server import Server

ODD = ("", " ", "没有这个", "SCRIPT", "星澜半导体有限公司", "\\", "'", "\0", "\udc80", "İ", "😀")
PARTS = (1, 2, 3, 5)
"""Lengths of the parts of names that are sought."""


@pytest.fixture(scope="module", params=["memory", "neo4j"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    server: Server | None = request.getfixturevalue("neo4j_session") if request.param == "neo4j" else None
    if server is not None:
        server.empty()
    opened = open_store(server.uri, server.settings()) if server else open_store("memory:", Settings())
    fill(opened, *graphs(), hub(30), markup())
    yield opened
    opened.close()
    if server is not None:
        server.empty()


@pytest.fixture(scope="module")
def names(store: Store) -> Names:
    return Kept(store).get()


@pytest.fixture(scope="module")
def view(store: Store) -> Iterator[View]:
    with store.view() as found:
        yield found


def texts(names: Names) -> set[str]:
    """Every part of some length of every name and alias, and some odd ones."""
    forms = {form for row in names.rows for form in (row["name"], *row["aliases"])}
    starts = itertools.product(forms, PARTS, range(12))
    return {*ODD, *forms, *(form[start : start + length] for form, length, start in starts)}


def expected(view: View, text: str, **narrowed: object) -> tuple[list[dict[str, object]], int]:
    rows = queries.run(view, "search", {"text": text, **narrowed}).rows
    narrowed = {name: value for name, value in narrowed.items() if name in ("type", "region")}
    return rows, queries.run(view, "search_count", {"text": text, **narrowed}).rows[0]["total"]


def test_search_is_the_query_of_this_name(names: Names, view: View) -> None:
    for text in texts(names) - {"\udc80"}:
        assert names.search(text) == expected(view, text), text


def test_narrowed_and_in_pages(names: Names, view: View) -> None:
    for text, type, region in itertools.product(
        ("", "津", "区", "公司"), (None, "Company", "Region"), (None, "120000", "120100", "120112", "990000")
    ):
        for limit, offset in ((1, 0), (3, 2), (1000, 1), (5, 999)):
            given = {"type": type, "region": region, "limit": limit, "offset": offset}
            assert names.search(text, type, region, limit, offset) == expected(view, text, **given), (text, given)


def test_types_of_what_is_found(names: Names, view: View) -> None:
    for text in ("", "津", "公司", "没有这个"):
        found = {row["type"]: row["count"] for row in queries.run(view, "search_types", {"text": text}).rows}
        assert dict(names.types(text)) == found


def test_a_change_is_seen(tmp_path: Path) -> None:
    url = str(tmp_path / "graph.kgl")
    with closing(open_store(url, Settings())) as written:
        fill(written, *graphs())
        own = Kept(written)
        assert own.get() is own.get()
        assert own.get().search("装备园") == ([], 0)
        fill(written, hub(1))
        assert own.get().search("装备园")[1] == 1
    with closing(open_store(url, Settings(), read_only=True)) as read:
        others = Kept(read)
        before = others.get()
        with closing(open_store(url, Settings())) as written, written.writer() as writer:
            writer.remove("hub")
        assert others.get().search("装备园") == ([], 0)
        assert before.search("装备园")[1] == 1


def test_names_of_a_large_graph_rest_unless_they_are_surely_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_module, "SOON", -60.0)  # as if reading had taken a minute
    with closing(open_store("memory:", Settings())) as written:
        fill(written, *graphs())
        kept = Kept(written)
        kept.get()
        fill(written, hub(1))
        assert kept.get().search("装备园")[1] == kept.renew(False).search("装备园")[1] == 0
        assert kept.renew(True).search("装备园")[1] == kept.get().search("装备园")[1] == 1


def test_names_that_take_long_are_read_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_module, "BRIEF", -1.0)
    with closing(open_store("memory:", Settings())) as written:
        fill(written, *graphs())
        kept = Kept(written)
        before = kept.get()
        fill(written, hub(1))
        assert kept.get() is before
        until(lambda: kept.get().search("装备园")[1] == 1)


def test_names_read_again_are_prepared_for_what_was_asked_of_those_before() -> None:
    with closing(open_store("memory:", Settings())) as written:
        fill(written, *graphs())
        kept = Kept(written)
        assert "index" not in vars(kept.get())
        assert kept.get().index.find("海河智谷")
        fill(written, hub(1))
        again = kept.get()
        assert {"index", "_spelled"} & vars(again).keys() == {"index"}
        assert again.index.find("北辰装备园")[0].match


def test_names_are_nothing_that_collections_have_to_look_at() -> None:
    """Or each full collection would stop all requests to look at every entity of a large graph."""
    with closing(open_store("memory:", Settings())) as written:
        fill(written, hub(300))
        whole = [Kept(written).get(), Kept(written).get()]
        counts = []
        for names in whole:
            assert names.index.find("北辰装备园")
            assert names.pinyin("bczby", 5)
            gc.collect()  # what holds nothing but texts is passed over from then on
            counts.append(len(gc.get_objects()))
        assert counts[1] - counts[0] < 100
        assert gc.isenabled()
        assert not gc.get_freeze_count()


def test_a_graph_without_entities() -> None:
    assert Names([]).search("") == Names([]).search("津") == ([], 0)


def test_half_a_sign_is_nobodys_name(names: Names) -> None:
    assert names.search("\udc80") == ([], 0)
