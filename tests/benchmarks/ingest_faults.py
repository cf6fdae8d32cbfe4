"""Kills the server and the process that writes while articles come over HTTP, and compares the graph with that of an
undisturbed job: `python -m tests.benchmarks.ingest_faults [--articles 200] [--kills 20] [--around STORE]`.

Each time: an empty store, `kg serve --ingest`, one request with all articles; when a number of articles drawn by lot is
done, and a moment more, one of the two is killed (kill -9), in turn, or both. A killed server is started again. The job
must end as done by itself, with every article, and with the graph of the undisturbed job. `--around` instead measures
reads, 100 a second, while a job runs on a copy of a large store.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import hashlib
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.settings import Settings
from loaders import open_store
from tests.api import made
from tests.api.servers import Server, finished, job, until
from tests.benchmarks import api_load
from tests.loaders.conftest import dump

RATE, SECONDS = 100, 30
VICTIMS = ("writer", "server", "both")


def content(store: Path) -> tuple[int, str]:
    """The number of nodes and edges, and a digest of all of them."""
    with closing(open_store(str(store), Settings(), read_only=True)) as opened:
        rows = dump(opened)
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


@contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    place = folder / "store"
    place.mkdir()
    yield place / "graph.kgl"
    shutil.rmtree(place)


def undisturbed(folder: Path, count: int) -> tuple[float, tuple[int, str]]:
    """Seconds from the request until all is done, and the graph."""
    with emptied(folder) as store:
        server = Server(store, "--ingest")
        start = time.perf_counter()
        done = finished(server.address, server.post(made.articles(count)))
        seconds = time.perf_counter() - start
        assert (done["state"], done["done"]) == ("done", count), done
        server.stop()
        return seconds, content(store)


def disturbed(folder: Path, count: int, victim: str, most: int, moment: float) -> tuple[int, tuple[int, str]]:
    """How many articles were done at the kill, at least `most`, and the graph in the end."""
    with emptied(folder) as store:
        server = Server(store, "--ingest")
        asked = server.post(made.articles(count))
        until(lambda: job(server.address, asked)["done"] >= most)
        time.sleep(moment)
        there = job(server.address, asked)["done"]
        if victim in ("writer", "both") and store.with_name(store.name + ".lock-owner").exists():
            server.kill_writer()
        if victim in ("server", "both"):
            server.kill()
            server = Server(store, "--ingest")
        done = finished(server.address, asked)
        assert (done["state"], done["done"], done["failed"]) == ("done", count, 0), done
        server.stop()
        return there, content(store)


def kills(folder: Path, count: int, number: int, seed: int) -> None:
    seconds, expected = undisturbed(folder, count)
    print(f"undisturbed: {seconds:.1f} s, {expected[0]} rows {expected[1]}", flush=True)
    chance = random.Random(seed)
    for place in range(number):
        victim = VICTIMS[place % len(VICTIMS)]
        there, found = disturbed(folder, count, victim, chance.randint(0, count), chance.uniform(0, 0.2))
        end = f"in the end {found[0]} rows {found[1]}"
        print(f"{victim:6} killed after {there:4} articles, {end}", flush=True)
        assert found == expected, f"not the graph of an undisturbed job: {expected}"
    print("all jobs gave the same graph")


def around(store: Path, folder: Path, count: int) -> None:
    """Reads on a copy of a large store, before a job and during it."""
    copy = folder / "large.kgl"
    shutil.copyfile(store, copy)
    server = Server(copy, "--ingest")
    port = int(server.address.rpartition(":")[2])
    print("without a job:")
    api_load.held(RATE, asyncio.run(api_load.drive(port, RATE, SECONDS, 1)))
    asked = server.post(made.articles(count))
    until(lambda: job(server.address, asked)["done"])
    answers = asyncio.run(api_load.drive(port, RATE, SECONDS, 2))
    there = job(server.address, asked)
    print(f"during a job, {there['done']} of {count} articles done by the end:")
    api_load.held(RATE, answers)
    done = finished(server.address, asked)
    took = dt.datetime.fromisoformat(done["finished"]) - dt.datetime.fromisoformat(done["started"])
    print(f"the job: {done['state']} after {took.total_seconds():.1f} s")
    server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--around", type=Path, help="an embedded store as tests.benchmarks.api_load makes it")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.around:
            return around(chosen.around, Path(folder), chosen.articles)
        return kills(Path(folder), chosen.articles, chosen.kills, chosen.seed)


if __name__ == "__main__":
    main()
