"""How the API bears up: `python -m tests.benchmarks.api_load [--store PATH] [--rates 100 150 200 …] [--seconds 60]`.

`kg serve` runs as its own process over an embedded store of 100,000 entities and 300,000 statements (made where there
is none yet) and is asked for neighbours and searches in turn, at a fixed rate that does not wait for answers. A time
counts from the moment at which a request was due, so that a server that stalls is seen to stall. Each rate is held for
`--seconds`; the first at which the slowest of a hundred takes longer than 50 ms is the last.
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
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from kg.settings import Settings
from loaders import open_store
from tests.benchmarks import store_load

ENTITIES, STATEMENTS = 100_000, 300_000
RATES = (100, 150, 200, 300, 400, 600, 800)
MOST_MS = 50.0
WARM_UP = 200
START_SECONDS = 120.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request; status 0 where no answer came."""

    kind: str
    ms: float
    status: int
    late: float
    """Milliseconds by which the generator itself was late to send it: what other programs cost."""


def made(path: Path) -> None:
    """Fills a new store."""
    with closing(open_store(str(path), Settings())) as store:
        store_load.load(store, store_load.articles(ENTITIES, STATEMENTS), STATEMENTS // store_load.PER_ARTICLE)


@contextmanager
def serving(store: Path) -> Iterator[tuple[int, int]]:
    """The server in its own process: its port and process id."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--store", str(store)]
    started = time.monotonic()
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not ready(port):
            if process.poll() is not None or time.monotonic() > started + START_SECONDS:
                raise SystemExit("the server did not start")
            time.sleep(0.05)
        print(f"ready after {time.monotonic() - started:.1f} s, {memory(process.pid):.0f} MiB")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def ready(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz"):
            return True
    except (URLError, ConnectionError):
        return False


def memory(pid: int) -> float:
    """What a process holds now, in MiB (Linux)."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def cpu_ms(pid: int) -> float:
    """What a process has taken of the processors (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS


def path(number: int, chance: random.Random) -> str:
    """The address of a request: neighbours of an entity, or a search for a name, in turn."""
    entity = chance.randrange(ENTITIES)
    return f"/search?q={quote(f'第{entity}号')}" if number % 2 else f"/entities/entity-{entity}/adjacent?limit=50"


class Connections:
    """As many connections to the server as are in use at a time; they are kept open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, path: str) -> int:
        """The status of the answer, after all of it has been read."""
        reader, writer = await self._connection()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r", 1)[0]))
        self._idle.append((reader, writer))
        return int(head.split(b" ", 2)[1])

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():  # the server ends connections that rest
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self._port)

    def close(self) -> None:
        for _, writer in self._idle:
            writer.close()


async def ask(connections: Connections, path: str, due: float) -> Answer:
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    late = (time.perf_counter() - due) * 1000
    try:
        status = await connections.get(path)
    except (OSError, EOFError, ValueError):
        status = 0
    kind = "search" if path.startswith("/search") else "adjacent"
    return Answer(kind, (time.perf_counter() - due) * 1000, status, late)


async def drive(port: int, rate: int, seconds: int, seed: int) -> list[Answer]:
    chance = random.Random(seed)
    with closing(Connections(port)) as connections:
        for number in range(WARM_UP):
            await connections.get(path(number, chance))
        paths = [path(number, chance) for number in range(rate * seconds)]
        start = time.perf_counter() + 0.1
        return await asyncio.gather(*(ask(connections, to, start + number / rate) for number, to in enumerate(paths)))


def held(rate: int, answers: list[Answer]) -> bool:
    """Prints the times and statuses of each kind; whether all were answered, and soon enough."""
    fine = True
    for kind in ("adjacent", "search"):
        some = [answer for answer in answers if answer.kind == kind]
        times, late = (sorted(values) for values in zip(*((row.ms, row.late) for row in some), strict=True))
        p50, p99 = quantiles(times, n=100)[49::49]
        statuses = Counter(row.status for row in some)
        fine &= p99 <= MOST_MS and set(statuses) == {200}
        said = ", ".join(f"{count} x {status}" for status, count in statuses.items())
        print(f"{rate:4}/s {kind:9} p50 {p50:5.1f}  p99 {p99:5.1f}  most {times[-1]:5.1f} ms  {said}", end="")
        print(f"  (sent late: p99 {quantiles(late, n=100)[98]:.1f} ms)")
    return fine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="an embedded store, made where there is none; default: a new one")
    parser.add_argument("--rates", type=int, nargs="+", default=RATES, help="requests a second")
    parser.add_argument("--seconds", type=int, default=60)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = chosen.store or Path(folder) / "load.kgl"
        if not store.exists():
            made(store)
        with serving(store) as (port, pid):
            for rate in chosen.rates:
                before, spent = memory(pid), cpu_ms(pid)
                answers = asyncio.run(drive(port, rate, chosen.seconds, rate))
                fine = held(rate, answers)
                spent = (cpu_ms(pid) - spent) / (len(answers) + WARM_UP)
                print(
                    f"       server: {spent:.2f} ms CPU a request, {before:.0f} to {memory(pid):.0f} MiB; "
                    f"load average {os.getloadavg()[0]:.1f}",
                    flush=True,
                )
                if not fine:
                    break


if __name__ == "__main__":
    main()
