"""Kills what loads and what stores at random moments, and compares the graph with that of an undisturbed load:
`python -m tests.benchmarks.store_faults [--store neo4j|embedded] [--loaders N] [--servers N]`.

Each time: an empty store, a load that is killed (kill -9) at a moment drawn from the time of the undisturbed load, the
rules that hold between articles, statements and edges, a second load to the end, every node and edge compared.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kg.settings import Settings
from loaders import Store, groups, open_store
from tests.benchmarks.store_load import articles
from tests.loaders import neo4j_server
from tests.loaders.conftest import dump

RULES = {
    "statements without an article, a subject or an object": """
        MATCH (s:Statement) WHERE NOT EXISTS { (s)-[:FROM]->(:Article) } OR NOT EXISTS { (s)-[:SUBJECT]->(:Entity) }
        OR NOT EXISTS { (s)-[:OBJECT]->(:Entity) } RETURN count(s) AS n""",
    "entities counted wrongly": """
        MATCH (n:Entity) WHERE COUNT { (n)<-[:MENTIONS]-() } <> n.articleCount RETURN count(n) AS n""",
    "articles without all their statements": """
        MATCH (a:Article) WHERE COUNT { (a)<-[:FROM]-(:Statement) } <> $statements RETURN count(a) AS n""",
}
STATED = """MATCH (h:Entity)<-[:SUBJECT]-(s:Statement)-[:OBJECT]->(t:Entity)
RETURN DISTINCT h.id AS head, s.edgeId AS edge, t.id AS tail"""
EDGES = "MATCH (h:Entity)-[e]->(t:Entity) RETURN h.id AS head, e.id AS edge, t.id AS tail"
ENTITIES, STATEMENTS, PER_ARTICLE, PER_GROUP = 2_000, 6_000, 30, 10


class Trial:
    """A store that can be emptied, loaded by another process, and looked at."""

    def __init__(
        self, url: str, settings: Settings, environment: dict[str, str] | None, empty: Callable[[], None]
    ) -> None:
        self._url = url
        self._settings = settings
        self._environment = environment
        self.empty = empty

    def loader(self) -> subprocess.Popen[str]:
        """A process that loads all articles, and says a word when it begins."""
        command = [sys.executable, "-m", "tests.benchmarks.store_faults", "--load", self._url]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self._environment
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "loading\n"
        return process

    def finish(self) -> float:
        """Seconds that a load to its end takes."""
        process = self.loader()
        start = time.perf_counter()
        _, errors = process.communicate()
        assert process.returncode == 0, errors
        return time.perf_counter() - start

    def articles(self) -> int:
        """How many articles are there; raises when one of the rules does not hold."""
        with closing(self._opened()) as store, store.view() as view:
            for name, rule in RULES.items():
                found = view.query(rule, {"statements": PER_ARTICLE}, timeout=120).rows[0]["n"]
                assert found == 0, f"{found} {name}"
            stated, edges = (
                sorted(tuple(row.values()) for row in view.query(cypher, timeout=120, max_rows=10_000_000).rows)
                for cypher in (STATED, EDGES)
            )
            assert stated == edges, "edges are not those that statements speak of"
            return int(view.query("MATCH (a:Article) RETURN count(a) AS n").rows[0]["n"])

    def content(self) -> tuple[int, str]:
        """The number of nodes and edges, and a digest of all of them."""
        with closing(self._opened()) as store:
            rows = dump(store)
        return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]

    def _opened(self) -> Store:
        return open_store(self._url, self._settings)


def load(url: str) -> None:
    """What the process that is killed does."""
    groups.ARTICLES = PER_GROUP
    graphs = list(articles(ENTITIES, STATEMENTS, PER_ARTICLE))
    with closing(open_store(url, Settings())) as store, store.writer() as writer:
        print("loading", flush=True)
        for _ in writer.put_all(graphs):
            pass


def run(trial: Trial, loaders: int, servers: int, seed: int, restart: Callable[[], None]) -> None:
    """An undisturbed load, then the loads that are struck, each compared with it."""
    trial.empty()
    trial.finish()  # an engine just started is slow
    trial.empty()
    seconds = trial.finish()
    expected = trial.content()
    print(f"undisturbed: {seconds:.1f} s, {trial.articles()} articles, {expected[0]} rows {expected[1]}", flush=True)
    chance = random.Random(seed)
    for _ in range(loaders):
        disturb(trial, expected, chance.uniform(0, seconds))
    for _ in range(servers):
        disturb(trial, expected, chance.uniform(0, seconds), restart)
    print("all loads gave the same graph")


def disturb(trial: Trial, expected: tuple[int, str], delay: float, restart: Callable[[], None] | None = None) -> None:
    """One load of which the process or (with `restart`) the server is killed after some seconds, and its repetition."""
    trial.empty()
    process = trial.loader()
    time.sleep(delay)
    if restart is not None:
        restart()
    else:
        process.kill()
    _, errors = process.communicate()
    there = trial.articles()
    trial.finish()
    trial.articles()
    found = trial.content()
    what = "server" if restart is not None else "loader"
    print(f"{what} killed after {delay:5.2f} s: {there:4} articles, in the end {found[0]} rows {found[1]}", flush=True)
    if restart is not None and errors:
        print(f"    {errors.strip().splitlines()[-1][:160]}", flush=True)
    assert found == expected, f"not the graph of an undisturbed load: {expected}"


def on_file(folder: Path, loaders: int, seed: int) -> None:
    """The embedded store: there is no server to kill."""

    def empty() -> None:
        shutil.rmtree(folder / "store", ignore_errors=True)
        (folder / "store").mkdir()

    url = str(folder / "store" / "faults.kgl")
    run(Trial(url, Settings(), None, empty), loaders, 0, seed, empty)


def on_server(folder: Path, loaders: int, servers: int, seed: int) -> None:
    """A Neo4j server of its own."""
    server = neo4j_server.OwnServer(neo4j_server.jars(), folder / "neo4j", more="")

    def restart() -> None:
        server.kill()
        server.start()

    server.start()
    environment = {**server.environment(), "KG_NEO4J_RETRY_SECONDS": "0"}
    try:
        run(Trial(server.uri, server.settings(), environment, server.empty), loaders, servers, seed, restart)
    finally:
        server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", choices=["neo4j", "embedded"], default="neo4j")
    parser.add_argument("--loaders", type=int, default=20)
    parser.add_argument("--servers", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.load:
        return load(chosen.load)
    with tempfile.TemporaryDirectory() as folder:
        if chosen.store == "embedded":
            return on_file(Path(folder), chosen.loaders, chosen.seed)
        return on_server(Path(folder), chosen.loaders, chosen.servers, chosen.seed)


if __name__ == "__main__":
    main()
