"""A local server that speaks the chat protocol, and answers as each test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


@dataclass
class Server:
    """Where it is, what it was asked, and what ends its waiting."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def says(content: Any) -> Answer:
    """Answers with this as the message of the model: text, or something that becomes JSON."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}
    return lambda handler, _: send(handler, json.dumps(body).encode())


def sends(body: bytes, status: int = 200) -> Answer:
    """Answers with these bytes."""
    return lambda handler, _: send(handler, body, status)


@contextmanager
def serving(*answers: Answer) -> Iterator[Server]:
    """The server; its last answer is given again and again."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            server.asked.append(json.loads(self.rfile.read(size)))
            server.headers.append(dict(self.headers))
            server.paths.append(self.path)
            answers[min(len(server.asked), len(answers)) - 1](self, server.asked[-1])

        def log_message(self, *_: Any) -> None:
            pass

    class Listener(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """A client that hangs up is what some tests are about."""

    listener = Listener(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{listener.server_port}/v1"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        listener.shutdown()
        listener.server_close()
        thread.join()
