"""`kg serve` as a process of its own, which a test may kill; and what a test asks of jobs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx

SECONDS = 300.0
"""How long a condition may take on a busy machine."""
ROOT = Path(__file__).parents[2]


def until(condition: Callable[[], Any]) -> Any:
    """What a condition gives as soon as it is true."""
    deadline = time.monotonic() + SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{condition} did not come true"
        time.sleep(0.1)
    return found


def job(address: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(address + path, timeout=SECONDS).raise_for_status().json()
    return found


def finished(address: str, path: str) -> dict[str, Any]:
    """A job once nothing of it is left."""
    until(lambda: job(address, path)["state"] not in ("queued", "running"))
    return job(address, path)


class Server:
    """`kg serve` over a store; `prefix` is a command that runs it."""

    def __init__(self, store: Path, *options: str, prefix: Sequence[str] = (), **environment: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._store = store
        command = [sys.executable, "-c", "from kg.cli import main; main()", "serve"]
        self._process = subprocess.Popen(
            [*prefix, *command, "--store", str(store), "--port", str(port), *options],
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._alive)

    def _alive(self) -> bool:
        assert self._process.poll() is None, "the server ended"
        try:
            return httpx.get(self.address + "/healthz", timeout=SECONDS).status_code == 200
        except httpx.TransportError:
            return False

    def post(self, articles: Sequence[dict[str, Any]]) -> str:
        """Sends articles; where their job is to be asked for."""
        answer = httpx.post(self.address + "/articles", json={"articles": articles}, timeout=SECONDS)
        assert answer.status_code == 202, answer.text
        return answer.headers["location"]

    def kill_writer(self) -> None:
        """Ends the process that writes the store, as a power cut would."""
        os.kill(writer(self._store), signal.SIGKILL)

    def kill(self) -> None:
        """Ends the server, as a power cut would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Ends the server in order."""
        self._process.terminate()
        self._process.wait(SECONDS)


def writer(store: Path) -> int:
    """The process that writes a store, as the store's own note of it says."""
    note = store.with_name(store.name + ".lock-owner").read_text(encoding="utf-8")
    return int(next(word for word in note.replace(":", " ").replace("=", " ").split() if word.isdigit()))
