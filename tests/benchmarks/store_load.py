"""How fast a store takes articles in: `python -m tests.benchmarks.store_load [--url PATH|neo4j] [--entities N] …`.

With `--bulk`, also how fast the graph gets from there into a new Neo4j by the files of the bulk importer.

The articles are made by a seeded generator: names are numbers, the popularity of entities falls off as 1/rank (some
stand in every other article), every edge is of a type that the ontology allows between its ends.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import chdir, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from kg import ontology
from kg.records import Article, Entity, Fact, Graph, Mention, Section, Sentence
from kg.settings import Settings
from loaders import Store, bulk, open_store, queries
from tests.loaders import neo4j_server

FIRST_DAY = dt.date(2014, 1, 1)
PER_ARTICLE = 30
"""Statements in an article."""


def articles(entities: int, statements: int, per_article: int = PER_ARTICLE, seed: int = 1) -> Iterator[Graph]:
    """Articles of `per_article` statements each; together they name about so many entities."""
    chance = random.Random(seed)
    types = list(ontology.load().nodes)
    kinds = [types[number % len(types)] for number in range(entities)]
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(entities)))
    fresh = iter(range(entities))
    for number in range(statements // per_article):
        new = list(itertools.islice(fresh, per_article * entities // statements))
        known = chance.choices(range(entities), cum_weights=weights, k=per_article // 3)
        yield graph(number, sorted({*new, *known}), kinds, per_article, chance)


def graph(number: int, chosen: list[int], kinds: list[str], facts: int, chance: random.Random) -> Graph:
    """One article: a sentence a fact, each naming two of the chosen entities."""
    allowed = [
        (head, name, tail)
        for head, tail in itertools.permutations(chosen, 2)
        for name in ontology.load().edges
        if ontology.load().allows(kinds[head], name, kinds[tail])
    ]
    said = chance.sample(allowed, min(facts, len(allowed)))
    text, sentences, mentions = "", [], {entity: [] for entity in chosen}
    for head, _, tail in said:
        start = len(text)
        for entity, sign in ((head, "与"), (tail, "有关。")):
            name = f"第{entity}号"
            mentions[entity].append(Mention(len(text), len(text) + len(name), name, kinds[entity]))
            text += name + sign
        sentences.append(Sentence(start, len(text)))
    article = Article(
        id=f"article-{number}",
        file=f"{number}.txt",
        raw=text,
        text=text,
        offsets=range(len(text)),
        sentences=tuple(sentences),
        sections=(Section(0, len(text)),),
        title=f"第{number}篇",
        date=FIRST_DAY + dt.timedelta(days=number % 4000),
        sha256=f"{number:064x}",
    )
    return Graph(
        article,
        tuple(Entity(f"entity-{entity}", f"第{entity}号", kinds[entity], tuple(mentions[entity])) for entity in chosen),
        tuple(
            Fact(f"entity-{head}", name, f"entity-{tail}", row.start, row.end, "made", "有关", None, "", 0.5)
            for (head, name, tail), row in zip(said, sentences, strict=True)
        ),
    )


class Clock:
    """Gives what a source gives, and counts the seconds that it waits for it."""

    def __init__(self, graphs: Iterable[Graph]) -> None:
        self._graphs = iter(graphs)
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Graph]:
        return self

    def __next__(self) -> Graph:
        start = time.perf_counter()
        try:
            return next(self._graphs)
        finally:
            self.seconds += time.perf_counter() - start


def load(store: Store, graphs: Iterable[Graph], number: int) -> float:
    """Seconds that loading takes until all is on the disk, without those that making the articles takes."""
    source = Clock(graphs)
    start = time.perf_counter()
    step, made = start, 0.0
    fifth = max(1, number // 5)
    with store.writer() as writer:
        for done, _ in enumerate(writer.put_all(source), start=1):
            if done % fifth == 0:
                now = time.perf_counter()
                spent = now - step - (source.seconds - made)
                print(
                    f"{done:8} articles, {spent / fifth * 1000:6.2f} ms an article, {memory():5.0f} MiB here",
                    flush=True,
                )
                step, made = now, source.seconds
    return time.perf_counter() - start - source.seconds


def memory() -> float:
    """The most memory that this process has held so far, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def report(store: Store, seconds: float) -> None:
    """What is in the store, in all and for each second that loading took."""
    with store.view() as view:
        totals = queries.run(view, "stats_totals", {}, timeout=600).rows[0]
        totals |= view.query("MATCH (n) RETURN count(n) AS nodes", timeout=600).rows[0]
        totals |= view.query("MATCH ()-[e]->() RETURN count(e) AS relationships", timeout=600).rows[0]
    print(f"{seconds:.1f} s")
    for name, count in totals.items():
        print(f"{count:9} {name:14} {count / seconds:8.0f}/s")


def bulk_load(store: Store, folder: Path) -> None:
    """Exports a store, imports the files into a new server, finishes the import there: seconds, nodes and edges."""
    server = neo4j_server.OwnServer(neo4j_server.jars(), folder / "bulk", "", ("-Xmx2g",))
    times = [time.perf_counter()]
    with store.view() as view:
        sign = bulk.delimiter(view)
        for _ in bulk.export(view, folder / "files", sign):
            pass
    times.append(time.perf_counter())
    print(f"exported in {times[1] - times[0]:.1f} s, {memory():5.0f} MiB here", flush=True)
    with chdir(folder / "files"):
        server.admin(*bulk.command(sign)[1:], f"--report-file={folder / 'import.report'}")
    times.append(time.perf_counter())
    print(f"imported in {times[2] - times[1]:.1f} s", flush=True)
    server.start()
    try:
        times.append(time.perf_counter())
        for statement in bulk.finish():
            server.run(statement)
        times.append(time.perf_counter())
        print(f"constraints and indexes made in {times[4] - times[3]:.1f} s")
        with closing(open_store(server.uri, server.settings(), read_only=True)) as filled:
            report(filled, times[2] - times[1])
    finally:
        server.stop()


@contextmanager
def opened(url: str | None, folder: Path) -> Iterator[Store]:
    """The store at an address; `neo4j` for a server of its own, nothing for a new file."""
    if url == "neo4j":
        server = neo4j_server.OwnServer(neo4j_server.jars(), folder / "neo4j", "", ("-Xmx2g",))
        server.start()
        try:
            with closing(open_store(server.uri, server.settings())) as store:
                yield store
        finally:
            server.stop()
    else:
        with closing(open_store(url or str(folder / "benchmark.kgl"), Settings())) as store:
            yield store


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--url", help="where to load to; neo4j: a server of its own; default: a file in a temporary folder"
    )
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--statements", type=int, default=300_000)
    parser.add_argument("--no-statements", action="store_true", help="load the articles with their entities alone")
    parser.add_argument("--bulk", action="store_true", help="then bring the graph into a new Neo4j by bulk import")
    chosen = parser.parse_args()
    number = chosen.statements // PER_ARTICLE
    with tempfile.TemporaryDirectory() as folder, opened(chosen.url, Path(folder)) as store:
        graphs = articles(chosen.entities, chosen.statements)
        if chosen.no_statements:
            graphs = (replace(graph, facts=()) for graph in graphs)
        report(store, load(store, graphs, number))
        if chosen.bulk:
            bulk_load(store, Path(folder))
    here, server = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"CPU: {here.ru_utime + here.ru_stime:.0f} s here, {server.ru_utime + server.ru_stime:.0f} s in servers")
    print(f"load average: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
