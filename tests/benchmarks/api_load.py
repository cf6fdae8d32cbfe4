"""How the API bears up: `python -m tests.benchmarks.api_load [--store PATH] [--rate 100] [--seconds 60]`.

`kg serve` runs as its own process over an embedded store (by default a new one of 100,000 entities and 300,000 edges)
and is asked for neighbours and searches in turn, at a fixed rate that does not wait for answers. A time counts from the
moment at which a request was due, so that a server that stalls is seen to stall.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

import httpx

from kg.settings import Settings
from loaders import open_store
from tests.benchmarks import store_load

ENTITIES, EDGES = 100_000, 300_000
WARM_UP = 50
START_SECONDS = 120.0


def made(path: Path) -> None:
    """Fills a new store."""
    with closing(open_store(str(path), Settings())) as store:
        store_load.load(store, store_load.articles(ENTITIES, EDGES), EDGES // store_load.PER_ARTICLE)


@contextmanager
def serving(store: Path) -> Iterator[tuple[str, int]]:
    """The server in its own process: its address and process id."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = "from kg.cli import main; main()", "serve", "--store", str(store), "--port", str(port)
    process = subprocess.Popen(
        [sys.executable, "-c", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip
    address, deadline = f"http://127.0.0.1:{port}", time.monotonic() + START_SECONDS
    try:
        while not alive(address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the server did not start")
            time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def alive(address: str) -> bool:
    try:
        return httpx.get(address + "/readyz").status_code == 200
    except httpx.TransportError:
        return False


def memory(pid: int) -> float:
    """What a process holds now, in MiB (Linux)."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def path(number: int, chance: random.Random) -> str:
    """The address of a request: neighbours of an entity, or a search for a name, in turn."""
    entity = chance.randrange(ENTITIES // 2)
    return f"/search?q={quote(f'第{entity}号')}" if number % 2 else f"/entities/entity-{entity}/adjacent?limit=50"


async def ask(client: httpx.AsyncClient, address: str, due: float) -> tuple[float, int]:
    """Seconds from when it was due, and the status; 0 where no answer came."""
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    try:
        status = (await client.get(address)).status_code
    except httpx.HTTPError:
        status = 0
    return time.perf_counter() - due, status


async def drive(address: str, rate: int, seconds: int) -> list[tuple[str, float, int]]:
    """Kind, seconds and status of each request."""
    chance = random.Random(1)
    async with httpx.AsyncClient(base_url=address, timeout=30, limits=httpx.Limits(max_connections=200)) as client:
        for number in range(WARM_UP):
            await client.get(path(number, chance))
        paths = [path(number, chance) for number in range(rate * seconds)]
        start = time.perf_counter() + 0.1
        tasks = [asyncio.create_task(ask(client, to, start + number / rate)) for number, to in enumerate(paths)]
        answers = await asyncio.gather(*tasks)
    return [(to.split("?")[0].rsplit("/", 1)[-1], *answer) for to, answer in zip(paths, answers, strict=True)]


def report(answers: list[tuple[str, float, int]]) -> None:
    """p50, p99 and the slowest by kind, statuses that are not 200; an entity that no article names answers 404."""
    for kind in ("adjacent", "search"):
        times = sorted(seconds * 1000 for of, seconds, _ in answers if of == kind)
        cuts = quantiles(times, n=100)
        print(
            f"{kind:9} {len(times):6} requests, p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, most {times[-1]:.1f} ms"
        )
    statuses = [status for _, _, status in answers]
    print("statuses:", {status: statuses.count(status) for status in sorted(set(statuses))})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="an embedded store that store_load made; default: a new one")
    parser.add_argument("--rate", type=int, default=100, help="requests a second")
    parser.add_argument("--seconds", type=int, default=60)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = chosen.store or Path(folder) / "load.kgl"
        if not store.exists():
            made(store)
        with serving(store) as (address, pid):
            before = memory(pid)
            answers = asyncio.run(drive(address, chosen.rate, chosen.seconds))
            print(f"memory of the server: {before:.0f} MiB at the start, {memory(pid):.0f} MiB at the end")
    report(answers)
    print(f"load average: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
