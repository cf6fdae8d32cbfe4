"""How fast a store takes articles in: `python -m tests.benchmarks.store_load [--url PATH] [--entities N] …`.

The articles are made by a seeded generator: names are numbers, the popularity of entities falls off as 1/rank (some
stand in every other article), every edge is of a type that the ontology allows between its ends.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kg import ontology
from kg.records import Article, Entity, Fact, Graph, Mention, Section, Sentence
from kg.settings import Settings
from loaders import Store, open_store, queries

FIRST_DAY = dt.date(2014, 1, 1)


def articles(entities: int, statements: int, per_article: int = 30, seed: int = 1) -> Iterator[Graph]:
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


def load(store: Store, graphs: list[Graph]) -> float:
    """Seconds that loading takes, with the store closed and all of it on the disk."""
    start = time.perf_counter()
    step = start
    with store.writer() as writer:
        for number, one in enumerate(graphs, start=1):
            writer.put(one)
            if number % max(1, len(graphs) // 5) == 0:
                now = time.perf_counter()
                print(f"{number:8} articles, {(now - step) / (len(graphs) // 5) * 1000:6.2f} ms an article")
                step = now
    print(f"{'':8} writer done after {time.perf_counter() - start:.1f} s")
    with store.view() as view:
        totals = queries.run(view, "stats_totals", {}, timeout=60).rows[0]
    start_close = time.perf_counter()
    store.close()
    seconds = time.perf_counter() - start
    print(f"{'':8} closed in {time.perf_counter() - start_close:.1f} s")
    print(", ".join(f"{count} {name}, {count / seconds:.0f}/s" for name, count in totals.items()))
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="where to load to; default: a new file in a temporary folder")
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--statements", type=int, default=300_000)
    chosen = parser.parse_args()
    graphs = list(articles(chosen.entities, chosen.statements))
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(chosen.url or str(Path(folder) / "benchmark.kgl"), Settings())
        print(f"{load(store, graphs):.1f} s for {len(graphs)} articles")


if __name__ == "__main__":
    main()
