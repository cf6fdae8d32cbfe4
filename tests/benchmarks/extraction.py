"""How fast articles are read: `python -m tests.benchmarks.extraction [FOLDER] [--every 9] [--processes 2]`.

Characters for each CPU-second after loading, with every voice that is on by default; how much faster several processes
are by the clock; and the most memory that a process held. FOLDER: articles, by default the training corpus, of which
each ninth is read, as the whole takes an hour.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language

from kg import pipeline, reading
from kg.records import Article
from kg.settings import Settings

CORPUS = Path(__file__).parents[2] / "kg" / "training" / "corpus"
ROUNDS = 3


def articles(folder: Path, every: int) -> list[Article]:
    """Each so-many-th text of a folder, of those that can be read."""
    paths = sorted(folder.glob("*.txt"))[::every]
    return [article for article in reading.read_paths(paths, Settings()) if isinstance(article, Article)]


def one_process(read: Sequence[Article], nlp: Language) -> tuple[float, float]:
    """CPU-seconds and seconds of the best of several rounds."""
    best = (float("inf"), float("inf"))
    for _ in range(ROUNDS):
        cpu, clock = time.process_time(), time.perf_counter()
        for _graph in pipeline.extract_all(read, nlp):
            pass
        best = min(best, (time.process_time() - cpu, time.perf_counter() - clock))
    return best


def several(read: Sequence[Article], nlp: Language, processes: int) -> float:
    """Seconds that several processes take once they run: those of ten times the articles less those of one time."""
    taken = []
    for times in (1, 11):
        clock = time.perf_counter()
        for _graph in pipeline.extract_all(list(read) * times, nlp, processes=processes):
            pass
        taken.append(time.perf_counter() - clock)
    return (taken[1] - taken[0]) / 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--every", type=int, help="read each so-many-th article (9 of the corpus, else 1)")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    read = articles(chosen.folder, chosen.every or (9 if chosen.folder == CORPUS else 1))
    size = sum(len(article.text) for article in read)
    nlp = pipeline.load("characters")
    cpu, clock = one_process(read, nlp)
    print(f"{len(read)} articles, {size:,} characters")
    print(f"{size / cpu:10,.0f} characters a CPU-second")
    print(f"{clock / several(read, nlp, chosen.processes):10.2f} times as fast by {chosen.processes} processes")
    for who, label in ((resource.RUSAGE_SELF, "here"), (resource.RUSAGE_CHILDREN, "in a process of its own")):
        print(f"{resource.getrusage(who).ru_maxrss / 1024:10,.0f} MiB at most {label}")


if __name__ == "__main__":
    main()
