"""Articles taken in over HTTP, by real processes: what is promised is done, whatever is killed meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api import names as names_module
from api.app import create_app
from api.jobs.names import Names
from api.jobs.queue import FullError, Item, Queue
from api.jobs.worker import TRIES
from kg.cli.serving import running
from kg.client import Client
from kg.errors import KgError
from kg.linking import Decisions
from kg.linking.ids import decide
from kg.naming.grouping import folded
from kg.settings import Settings
from loaders import open_store
from tests.api import made
from tests.api.servers import Server, finished, job, until
from tests.api.stores import filled
from tests.loaders.conftest import dump
from tests.loaders.graphs import SCRIPT, cluster_article, graphs, park_article
from tests.loaders.neo4j_server import Server as Neo4j

pytestmark = pytest.mark.slow

COUNT = 80
KEY = "-key"
HELD_BY_PERMISSIONS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""Takes from root the right to write where permissions forbid it."""


def content(path: Path) -> list[str]:
    with closing(open_store(str(path), Settings(), read_only=True)) as store:
        return dump(store)


def post(address: str, articles: list[Any]) -> str:
    body = json.dumps({"articles": articles})  # which knows how to write half a character
    answer = httpx.post(address + "/articles", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs") / "graph.kgl"


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    """A server on a store that was not there before."""
    with running(Settings(store=str(store), ingest=True)) as found:
        yield found


@pytest.fixture(scope="module")
def undisturbed(address: str, store: Path) -> list[str]:
    """The graph of all articles, taken in by one job that nothing disturbed; reads went on meanwhile."""
    path = post(address, made.articles(COUNT))
    answers = set()

    def read_until_done() -> bool:
        answers.add(httpx.get(address + "/search", params={"q": "科技"}).status_code)
        return job(address, path)["finished"] is not None

    until(read_until_done)
    found = job(address, path)
    assert answers == {200}
    assert (found["state"], found["total"], found["done"], found["failed"]) == ("done", COUNT, COUNT, 0)
    return content(store)


def test_what_was_taken_in_is_found_as_soon_as_the_job_is_done(address: str, undisturbed: list[str]) -> None:
    park = httpx.get(address + "/search", params={"q": made.PARKS[0], "type": "Park"}).json()["items"][0]
    around = httpx.get(f"{address}/entities/{park['id']}/adjacent").json()["items"]
    assert made.company(0) in {edge["otherName"] for edge in around}
    assert httpx.get(address + "/articles").json()["total"] == COUNT


def test_new_names_are_found_when_a_job_is_done_however_long_it_takes_to_read_them(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names_module, "SOON", -60.0)  # as if reading had taken a minute
    monkeypatch.setattr(names_module, "BRIEF", -1.0)
    with running(Settings(store=path, ingest=True)) as address:
        for number in range(2):
            name = f"津冀验证{number}装备制造有限公司"
            before = httpx.get(f"{address}/search", params={"q": name}).json()
            assert before["similar"] or not before["items"]
            assert finished(address, post(address, [{"text": f"{name}落户天开高教科创园。"}]))["done"] == 1
            after = httpx.get(f"{address}/search", params={"q": name}).json()
            assert (after["total"], after["similar"]) == (1, False)


def test_the_same_again_changes_nothing(address: str, store: Path, undisturbed: list[str]) -> None:
    found = finished(address, post(address, made.articles(3)))
    assert (found["state"], found["done"], found["unchanged"]) == ("done", 3, 3)
    assert content(store) == undisturbed


def test_wrong_articles_are_named_and_keep_out_no_other(tmp_path: Path) -> None:
    wrong: list[Any] = [
        {"id": "empty", "text": " "},
        {"url": "https://news.example.org/date", "text": "有字", "date": "昨天"},
        {"title": "两样", "text": "有字", "html": "<p>有字</p>"},
        17,
        {"text": "\ud800"},
        {"id": "long", "text": "字" * 200_001},
        {"id": "scripts", "html": "<script>alert(1)</script>"},
    ]
    page = "<html><body><h1>开园</h1><p>海河科技有限公司由南开大学孵化，落户天开高教科创园。</p></body></html>"
    good = [{**made.article(1), "id": "first"}, {"id": "last", "html": page}]
    with running(Settings(store=str(tmp_path / "graph.kgl"), ingest=True)) as address:
        found = finished(address, post(address, [good[0], *wrong, good[1]]))
        assert (found["state"], found["done"], found["failed"]) == ("done", 2, len(wrong))
        assert {row["place"] for row in found["failures"]} == set(range(2, 2 + len(wrong)))
        assert all(row["reason"] for row in found["failures"])
        named = {row["article"] for row in found["failures"]}
        assert named >= {"empty", "https://news.example.org/date", "两样", "long", "scripts"}
        articles = httpx.get(address + "/articles").json()["items"]
        assert {row["id"] for row in articles} == {"first", "last"}
        assert finished(address, post(address, [{"text": ""}]))["state"] == "failed"
        check_removal(address)
        check_bare(address)


def check_removal(address: str) -> None:
    gone, unknown = (httpx.delete(f"{address}/articles/{id}").headers["location"] for id in ("last", "a/没有"))
    assert finished(address, gone)["done"] == 1
    failed = finished(address, unknown)
    assert (failed["state"], failed["failures"][0]["article"]) == ("failed", "a/没有")
    assert httpx.get(address + "/articles/last").status_code == 404
    named = httpx.get(address + "/search", params={"q": "海河科技有限公司"}).json()["items"]
    assert "海河科技有限公司" not in {row["name"] for row in named}


def check_bare(address: str) -> None:
    """A text or a page as the whole body, what is known of it in the address."""
    about = {"title": "南开新讯", "date": "2025-01-02", "id": "bare"}
    for kind, body in (
        ("text/plain", "海河科技有限公司由南开大学孵化。"),
        ("text/html", "<p>海河科技位于天津市。</p>"),
    ):
        headers = {"Content-Type": f"{kind}; charset=utf-8"}
        answer = httpx.post(address + "/articles", params=about, content=body.encode(), headers=headers)
        assert finished(address, answer.headers["location"])["state"] == "done"
        found = httpx.get(address + "/articles/bare").json()
        assert (found["title"], found["date"]) == ("南开新讯", "2025-01-02")
    refused = httpx.post(address + "/articles", content=bytes(range(256)), headers={"Content-Type": "text/plain"})
    assert refused.status_code == 422


def test_killed_writer_and_killed_server_leave_the_graph_of_an_undisturbed_job(
    tmp_path: Path, undisturbed: list[str]
) -> None:
    path = tmp_path / "graph.kgl"
    server = Server(path, "--ingest")
    asked = server.post(made.articles(COUNT))
    until(lambda: job(server.address, asked)["done"] >= 5)
    server.kill_writer()
    until(lambda: job(server.address, asked)["done"] >= 15)
    server.kill()

    with running(Settings(store=str(path))) as address:  # which takes no articles
        cut = job(address, asked)
        assert (cut["state"], cut["finished"]) == ("cut", None)
        assert 15 <= cut["done"] < COUNT

    server = Server(path, "--ingest")
    found = finished(server.address, asked)
    assert (found["state"], found["done"], found["failed"]) == ("done", COUNT, 0)
    assert httpx.get(server.address + "/articles").json()["total"] == COUNT
    server.stop()
    assert content(path) == undisturbed


def test_server_that_ends_in_order_leaves_the_rest_for_the_next(tmp_path: Path, undisturbed: list[str]) -> None:
    path = tmp_path / "graph.kgl"
    settings = Settings(store=str(path), ingest=True)
    with running(settings) as address:
        asked = post(address, made.articles(COUNT))
        until(lambda: job(address, asked)["done"] >= 1)
    with running(settings) as address:
        assert finished(address, asked)["done"] == COUNT
    assert content(path) == undisturbed


def test_article_that_ends_its_process_again_and_again_is_left_out(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "graph.kgl"), ingest=True)
    queue = Queue(tmp_path / "graph.kgl-jobs.sqlite")
    items = [Item(f"a{number}", '{"text": "海河科技有限公司落户天开高教科创园。"}') for number in range(3)]
    asked = f"/jobs/{queue.add('ingest', items)}"
    for _ in range(TRIES):  # as a process does that then ends
        first = queue.next()
        assert first is not None
        queue.begin(first)
    with running(settings) as address:
        found = finished(address, asked)
    assert (found["done"], [row["article"] for row in found["failures"]]) == (2, ["a0"])


def test_job_waits_for_another_writer_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    filled(str(path), [park_article()]).close()
    other = open_store(str(path), Settings())
    with running(Settings(store=str(path), ingest=True)) as address:
        asked = post(address, [made.article(1)])
        waiting = until(lambda: job(address, asked)["waitingFor"])
        assert f"process {os.getpid()} has been writing it" in waiting
        other.close()
        assert finished(address, asked)["state"] == "done"
        assert httpx.get(address + "/articles").json()["total"] == 2


def test_jobs_are_listed_with_the_newest_first(address: str, undisturbed: list[str]) -> None:
    found = httpx.get(address + "/jobs", params={"limit": 1, "offset": 0}).json()
    assert found["total"] >= 1
    assert len(found["items"]) == 1
    assert "failures" not in found["items"][0]
    assert httpx.get(address + "/jobs/none").status_code == 404
    answer = httpx.post(address + "/articles", json={"articles": [made.article(2)]})
    assert answer.headers["retry-after"] == "1"
    assert httpx.get(address + "/jobs", params={"limit": 1}).json()["items"][0]["id"] == answer.json()["id"]
    finished(address, answer.headers["location"])


def test_the_client_waits_for_its_job(address: str, undisturbed: list[str]) -> None:
    with Client(address) as client:
        done = client.wait(client.ingest([{"id": "by-client", "text": "海澜科技有限公司位于天津市。"}, {"text": ""}]))
        assert (done["state"], done["done"], done["failed"]) == ("done", 1, 1)
        assert client.wait(client.remove("by-client"))["state"] == "done"
        with pytest.raises(KgError, match="no such job"):
            client.job("none")


# --- who may, and how much ---


def guarded(path: str, **settings: object) -> TestClient:
    given = Settings.model_validate({"store": path, **settings})
    return TestClient(create_app(given), raise_server_exceptions=False)


@pytest.fixture
def path(tmp_path: Path) -> str:
    filled(str(tmp_path / "graph.kgl"), [park_article()]).close()
    return str(tmp_path / "graph.kgl")


ONE = {"articles": [made.article(1)]}


def test_nothing_is_taken_unless_the_operator_says_so(path: str) -> None:
    asking = guarded(path)
    for answer in (asking.post("/articles", json=ONE), asking.delete("/articles/a1")):
        assert (answer.status_code, answer.json()["type"]) == (403, "ingest-off")
        assert "--ingest" in answer.json()["detail"]
    assert asking.get("/jobs").json()["items"] == []
    assert not list(Path(path).parent.glob("*jobs*"))


def test_keys_need_the_scope(path: str) -> None:
    keys = "; ".join(
        f"{name} {scopes} {hashlib.sha256(f'{name}{KEY}'.encode()).hexdigest()}"
        for name, scopes in (("reader", "read,query"), ("paper", "ingest"))
    )
    asking = guarded(path, api_keys=keys, host="0.0.0.0")
    for method, address in (
        ("POST", "/articles"),
        ("DELETE", "/articles/a/b%0A"),
        ("DELETE", "/articles//"),
        ("GET", "/jobs"),
        ("GET", "/jobs/x"),
    ):
        assert asking.request(method, address, json=ONE).status_code == 401
        reader = asking.request(method, address, json=ONE, headers={"X-API-Key": f"reader{KEY}"})
        assert (reader.status_code, reader.json()["type"]) == (403, "scope-needed"), (method, address)
    paper = {"X-API-Key": f"paper{KEY}"}
    assert asking.get("/articles", headers=paper).status_code == 403
    assert asking.post("/articles", json={"articles": [{"text": ""}]}, headers=paper).status_code == 202
    assert asking.get("/jobs", headers=paper).json()["total"] == 1


def test_pages_of_other_sites_may_not_send(path: str) -> None:
    asking = guarded(path, ingest=True)
    body, headers = "<p>啊</p>", {"Content-Type": "text/plain", "Origin": "http://elsewhere.example"}
    for origin in (headers["Origin"], "null", "http://["):
        answer = asking.post("/articles", content=body, headers=headers | {"Origin": origin})
        assert answer.json()["type"] == "foreign-origin"
    headers["Origin"] = str(asking.base_url)
    assert asking.post("/articles", content=b"", headers=headers).json()["state"] == "failed"


def test_a_request_and_the_row_of_waiting_articles_have_bounds(path: str) -> None:
    asking = guarded(path, ingest=True, ingest_articles=3, ingest_waiting=2, max_body_bytes=100_000)
    for articles, status in (
        ([{"text": "字"}] * 4, 413),
        ([{"text": "字"}] * 3, 429),
        ([{"text": "字" * 50_000}], 413),
    ):
        answer = asking.post("/articles", json={"articles": articles})
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
    assert asking.get("/jobs").json()["total"] == 0


def test_requests_at_the_same_time_keep_to_the_bound_together(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "jobs.sqlite")
    begin = threading.Barrier(8)

    def add(number: int) -> bool:
        begin.wait()
        try:
            return bool(queue.add("ingest", [Item(f"{number}", "{}")] * 2 + [Item("wrong", "", "no text")], 7))
        except FullError:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(8))) == 3
    assert queue.left() == 6


def test_a_store_in_memory_takes_no_articles() -> None:
    store = open_store("memory:", Settings())
    asking = TestClient(create_app(Settings(ingest=True), store), raise_server_exceptions=False)
    answer = asking.post("/articles", json=ONE)
    assert (answer.status_code, answer.json()["type"]) == (403, "ingest-off")
    store.close()


@pytest.mark.parametrize(("folder", "mode"), [("store", 0o555), ("jobs", 0o555), ("jobs", 0o000)])
def test_a_place_that_is_read_only_is_named(tmp_path: Path, folder: str, mode: int) -> None:
    prefix = HELD_BY_PERMISSIONS if os.geteuid() == 0 else []
    if prefix and not shutil.which("setpriv"):
        pytest.skip("root writes anywhere without setpriv (util-linux)")
    for name in ("store", "jobs"):
        (tmp_path / name).mkdir()
    path = tmp_path / "store" / "graph.kgl"
    filled(str(path), [park_article()]).close()
    (tmp_path / folder).chmod(mode)
    server = Server(path, "--ingest", prefix=prefix, KG_JOBS=str(tmp_path / "jobs" / "jobs.sqlite"))
    try:
        answer = httpx.post(server.address + "/articles", json=ONE)
        assert answer.status_code == 503
        assert str(tmp_path / folder) in answer.json()["detail"]
        assert httpx.get(server.address + "/articles").json()["total"] == 1
    finally:
        server.stop()
        (tmp_path / folder).chmod(0o755)


def test_a_file_that_is_no_list_of_jobs_is_named(path: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.sqlite"
    wrong.write_text("no database\n" * 100, encoding="utf-8")
    with guarded(path, ingest=True, jobs=str(wrong)) as asking:
        assert asking.get("/articles").json()["total"] == 1
        for answer in (asking.get("/jobs"), asking.post("/articles", json=ONE)):
            assert answer.status_code == 503
            assert "KG_JOBS" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"articles": ' + "[" * 100_000,
        '{"articles": [NaN, Infinity, {"text": NaN}]}',
        '{"articles": 1}',
        "\x00",
    ],
    ids=["deep", "deeper", "no numbers", "no list", "nothing"],
)
@pytest.mark.parametrize("kind", ["application/json", "application/xml", ""])
def test_bodies_that_are_no_articles_are_no_faults_of_the_server(path: str, body: str, kind: str) -> None:
    answer = guarded(path, ingest=True).post("/articles", content=body.encode(), headers={"Content-Type": kind})
    assert 400 <= answer.status_code < 500 or answer.json()["state"] == "failed"


def test_old_jobs_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs.queue.KEPT", 3)
    queue = Queue(tmp_path / "jobs.sqlite")
    waiting = queue.add("ingest", [Item("w", "{}")])
    ids = [queue.add("ingest", [Item("a", "", "wrong")]) for _ in range(5)]
    assert [row["id"] for row in queue.jobs(10, 0)[0]] == [*ids[:1:-1], waiting]
    with closing(sqlite3.connect(queue.path)) as file:
        assert file.execute("SELECT count(*) FROM item").fetchone() == (4,)


# --- names, and the other store ---


def test_names_follow_the_store() -> None:
    with closing(filled("memory:", graphs())) as store, store.writer() as writer:
        names = Names(store)
        assert names.known()["Company", "星澜半导体"] == "xinglan"
        names.known()["Company", "新的"] = "new"
        assert ("Company", "新的") not in names.known()
        before = names.mentioned("a2")
        assert before == {entity.id for entity in cluster_article().entities}
        writer.remove("a2")
        names.look_again("a2", before)
        assert ("Company", "保定芯材股份有限公司") not in names.known()
        assert names.known()["Company", "星澜半导体"] == "xinglan"
        writer.put(cluster_article())
        names.look_again("a2", before)
        assert names.known()["Company", "保定芯材股份有限公司"] == "baoding-xincai"


def test_what_reviewers_merged_is_still_called_by_its_own_id() -> None:
    merged = decide(cluster_article(), Decisions({"script-co": "xinglan"}))
    with closing(filled("memory:", [park_article()])) as store, store.writer() as writer:
        names = Names(store)
        writer.put(merged)
        names.look_again("a2", {entity.id for entity in merged.entities})
        for kept in (names, Names(store)):
            assert kept.known()["Company", folded(SCRIPT)] == "script-co"
        writer.remove("a1")
        names.look_again("a1", ["script-co"])
        assert names.known()["Company", folded(SCRIPT)] == "script-co"
        writer.remove("a2")
        names.look_again("a2", ["xinglan"])
        assert ("Company", folded(SCRIPT)) not in names.known()


def test_jobs_on_neo4j(neo4j_database: Neo4j, tmp_path: Path) -> None:
    settings = neo4j_database.settings().model_copy(
        update={"store": neo4j_database.uri, "ingest": True, "jobs": str(tmp_path / "jobs.sqlite")}
    )
    with running(settings) as address:
        found = finished(address, post(address, [*made.articles(5), {"text": ""}]))
        assert (found["state"], found["done"], found["failed"]) == ("done", 5, 1)
        assert httpx.get(address + "/articles").json()["total"] == 5
        assert httpx.get(address + "/search", params={"q": made.company(0)}).json()["total"] >= 1
        gone = httpx.delete(address + "/articles/" + made.article(0)["url"]).headers["location"]
        assert finished(address, gone)["state"] == "done"
        assert httpx.get(address + "/articles").json()["total"] == 4
