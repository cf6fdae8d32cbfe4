"""`kg serve` and `kg demo`: the API and its pages."""

from __future__ import annotations

import json
import logging
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from urllib.parse import quote
from urllib.request import urlopen

import typer

from kg import sample
from kg.cli import console, storing
from kg.cli.options import StoreURL
from kg.errors import KgError
from kg.settings import Settings

# api is imported inside the functions: FastAPI takes a second, and the other commands shall not wait for it.

QUESTIONS = (
    ("名称含“天开”的实体 (named 天开)", "/search?q=" + quote("天开"), "name"),
    ("入驻企业最多的园区 (parks with most companies)", "/parks", "name"),
    ("最近的文章 (articles)", "/articles", "title"),
)
"""What `kg demo --check` asks: question, path, and the property of each item that answers it."""
START_SECONDS = 20.0
TURN_SECONDS = 0.0005
"""How long a thread of the server computes before another one may go on: answers do not wait for what is read aside."""

Host = Annotated[str | None, typer.Option(help="监听地址，默认 KG_HOST 或 127.0.0.1 (address to listen on)")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="端口，默认 KG_PORT 或 8000 (port)")]


def serve(
    host: Host = None,
    port: Port = None,
    store: StoreURL = None,
    ingest: Annotated[
        bool,
        typer.Option(
            "--ingest",
            help="接收文章：POST /articles。设了有 ingest 权限的密钥时不必加；没有密钥时本机人人可写 "
            "(take articles; needless with a key of scope ingest; without keys this machine's users may write)",
        ),
    ] = False,
) -> None:
    """启动 API 与网页 (serve the API and its pages)."""
    _serve(console.settings(host=host, port=port, store=store, ingest=ingest or None))


def mcp(store: StoreURL = None) -> None:
    """供语言模型查询的 MCP 服务，标准输入输出，只读 (an MCP server on standard input and output, reading only)."""
    from api import mcp as server

    server.serve(console.settings(store=store))


def _log() -> None:
    """One line of JSON for each request on standard error."""
    log = logging.getLogger("kg.api")
    log.addHandler(logging.StreamHandler())
    log.setLevel(logging.INFO)


def demo(
    check: Annotated[bool, typer.Option("--check", help="提三个问题后退出 (ask three questions and end)")] = False,
    port: Port = None,
) -> None:
    """用自带的样例文章建图并打开网页 (build the sample articles into a temporary store and serve it)."""
    with TemporaryDirectory(prefix="kg-demo-") as folder:
        settings = console.settings(store=str(Path(folder) / "demo.kgl"), port=port)
        _build_sample(settings)
        if not check:
            return _serve(settings)
        with running(settings) as address:
            answers = [_ask(address + path, name) for _, path, name in QUESTIONS]
    for (question, path, _), found in zip(QUESTIONS, answers, strict=True):
        typer.echo(f"{question}\n  GET {path}\n  {'、'.join(found) or '没有回答 (no answer)'}")
    raise typer.Exit(int(not all(answers)))


def _build_sample(settings: Settings) -> None:
    faults = console.Faults()
    with as_file(files("kg") / "sample") as folder:
        done = storing.load([str(folder / path.name) for path in sample.paths()], settings, faults)
    if faults.count or not done[True]:
        raise KgError("the sample articles of the package cannot be read; install it again")
    console.say(f"样例文章 {done[True]} 篇已建图 (sample articles built)")


def _serve(settings: Settings) -> None:
    import uvicorn

    from api import access
    from api.app import create_app

    if not access.is_loopback(settings.host) and not access.load(settings):
        raise KgError(
            f"{settings.host} can be reached by others, and without API keys nobody could ask: "
            "set KG_API_KEYS or KG_API_KEYS_FILE (see README), or serve 127.0.0.1"
        )
    console.say(f"打开 http://{settings.host}:{settings.port}/ ，Ctrl+C 结束 (open in a browser, Ctrl+C to end)")
    _log()
    sys.setswitchinterval(TURN_SECONDS)
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")


@contextmanager
def running(settings: Settings) -> Iterator[str]:
    """The real server in a thread, on a free port; gives its address."""
    import uvicorn

    from api.app import create_app

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        _wait(server, thread)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def _wait(server: Any, thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise KgError("the server did not start")
        time.sleep(0.02)


def _ask(address: str, name: str) -> list[str]:
    """The first answers to a question over HTTP."""
    with urlopen(address, timeout=30) as response:  # our own server
        items = json.load(response)["items"]
    return [str(item[name]) for item in items[:5]]
