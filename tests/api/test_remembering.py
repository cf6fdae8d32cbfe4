"""What is remembered of a graph is forgotten when the graph changes."""

from __future__ import annotations

from contextlib import closing

from fastapi.testclient import TestClient

from api.app import create_app
from api.deps import Asker
from api.names import Kept
from api.remembering import Remembered
from kg.settings import Settings
from tests.api.stores import chained, filled, later


def test_a_new_article_is_in_the_timeline_at_once() -> None:
    with closing(filled("memory:", (chained(),))) as store, TestClient(create_app(Settings(), store)) as client:
        before = client.get("/charts/deals").json()["data"]
        assert client.get("/charts/deals").json()["data"] == before
        assert "津门装备公司" not in client.get("/timeline").text
        with store.writer() as writer:
            writer.put(later())
        assert client.get("/charts/deals").json()["data"] != before
        assert "津门装备公司" in client.get("/timeline").text


def test_an_answer_of_before_is_not_kept_for_the_graph_of_now() -> None:
    with closing(filled("memory:", (chained(),))) as store:
        kept = Remembered(store)
        old = kept.recalling(Asker(store, Kept(store), Settings()).all)
        old("deal_courses", by="year")
        with store.writer() as writer:
            writer.put(later())
        old("deal_courses", by="month")
        now = Asker(store, Kept(store), Settings())
        assert kept.recalling(now.all)("deal_courses", by="month") == now.all("deal_courses", by="month")


def test_a_year_among_months_is_its_last_change() -> None:
    with closing(filled("memory:", (chained(), later()))) as store, TestClient(create_app(Settings(), store)) as client:
        assert '<output id="now" for="time">2025-05</output>' in client.get("/timeline?by=month&at=2025").text
        assert '<output id="now" for="time">2023-01</output>' in client.get("/timeline?by=month&at=2023").text
        assert '<output id="now" for="time">2024-01</output>' in client.get("/timeline?by=month&at=2024").text
        assert '<output id="now" for="time">2023-01</output>' in client.get("/timeline?by=month&at=1999").text
