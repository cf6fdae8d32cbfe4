"""The embedded store: kglite, in a file or in memory.

How it keeps its promises (kglite 0.21):

- `put` and `remove` are one statement each, one frame of the write-ahead log beside the file (`-wal`). When they
  have returned, the data survives the process being killed; when the writer's `with` block has ended, also a power cut.
- One process writes at a time: it holds a lease from `open_store` to `close`; another gets a `StoreError` that names
  it. Within the process one thread writes at a time and others wait.
- Views read a snapshot: they never wait for the writer and never see half an article. Any number of threads may read.
- Other processes open the file with `read_only=True`. They see the last checkpoint, made when the writer closes or when
  its log has grown by 16 MiB, and look for a newer one with every view. What a killed writer left in the log is
  folded in by the first process that opens the file after it, reading or writing.

Where its Cypher differs from Neo4j's: variables in patterns and parameters have ASCII names; a property `end` stands
in backquotes; `properties(n)` of an entity has a `title`, equal to its name; an edge that stores no `id` (MENTIONS,
FROM …) shows the engine's number as `e.id`; comments are `//` only.

A query that builds very long texts or lists (a `reduce` that doubles) can exhaust the memory of the process before its
time is up: do not run queries of strangers in a process that must live.
"""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import kglite

from kg.errors import QueryError, StoreError
from kg.records import Graph
from kg.settings import Settings
from loaders import cypher_text, schema, writing
from loaders.base import Rows, Store
from loaders.rows import PROPERTIES, ArticleRows, article_rows

# kglite prints hints on queries (unknown label, rows cut) to stderr unless told not to.
kglite.set_query_warning_policy("silent")

STRUCTURAL = ("title", "type")
"""Properties that kglite makes up for every node; ours where a kind of node stores one of that name."""
WAL_HEADER = 16
"""A log of no more bytes than these holds nothing."""


def open_file(url: str, settings: Settings, read_only: bool) -> Store:
    """Opens the store in a file; a missing one is made, unless only read."""
    path = file_path(url)
    if read_only:
        return ReadOnlyStore(url, path)
    if not path.parent.is_dir():
        raise StoreError(f"{path}: there is no folder {path.parent}")
    check_writable(path)
    return EmbeddedStore(url, _durable(path, "normal"))


def open_memory(url: str, settings: Settings, read_only: bool) -> Store:
    """Opens a store that is gone when it is closed."""
    folder = TemporaryDirectory(prefix="kg-")
    return EmbeddedStore(url, _durable(Path(folder.name) / "memory.kgl", "off"), folder)


@contextmanager
def scratch() -> Iterator[kglite.Session]:
    """An engine without schema or log, gone at the end."""
    with TemporaryDirectory(prefix="kg-") as folder, closing(_durable(Path(folder) / "scratch.kgl", "off")) as session:
        yield session


class EmbeddedStore:
    """A store that this process owns for writing and reading."""

    def __init__(self, url: str, session: kglite.Session, folder: TemporaryDirectory[str] | None = None) -> None:
        self.url = url
        self._session = session
        self._folder = folder
        self._writing = threading.Lock()
        self._writers = 0
        _apply_schema(session)
        _declare_properties(session)

    @contextmanager
    def writer(self) -> Iterator[EmbeddedWriter]:
        with self._writing:
            try:
                yield EmbeddedWriter(self._session)
            finally:
                self._writers += 1
            if self._session.durability != "off":
                self._session.sync()

    @contextmanager
    def view(self) -> Iterator[EmbeddedView]:
        yield EmbeddedView(self._session)

    def state(self) -> Hashable:
        return self._writers

    @contextmanager
    def held(self) -> Iterator[Callable[[], object]]:
        yield lambda: None

    def checkpoint(self) -> None:
        if self._session.durability != "off":
            self._session.save()

    def close(self) -> None:
        with self._writing:
            self._session.close()
        if self._folder is not None:
            self._folder.cleanup()


class ReadOnlyStore:
    """A store in a file that another process may be writing."""

    def __init__(self, url: str, path: Path) -> None:
        self.url = url
        self._path = path
        self._loading = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._session: kglite.Session
        _recover(path)
        self._load()

    @contextmanager
    def writer(self) -> Iterator[EmbeddedWriter]:
        raise StoreError(f"{self._path}: opened for reading only")
        yield

    @contextmanager
    def view(self) -> Iterator[EmbeddedView]:
        yield EmbeddedView(self._load())

    def state(self) -> Hashable:
        self._load()
        return self._stamp

    @contextmanager
    def held(self) -> Iterator[Callable[[], object]]:
        with self._loading:
            yield self._renew

    def checkpoint(self) -> None:
        """Nothing is written here."""

    def close(self) -> None:
        """Nothing is held."""

    def _load(self) -> kglite.Session:
        """The session on the file as it is now: a checkpoint replaces the file, so its inode and time change.

        While one thread opens a new file, a second or two for a large graph, the others read the one before.
        """
        if not self._loading.acquire(blocking=False):
            return self._session
        try:
            self._renew()
        finally:
            self._loading.release()
        return self._session

    def _renew(self) -> None:
        try:
            found = self._path.stat()
            stamp = (found.st_ino, found.st_mtime_ns)
            if stamp != self._stamp:
                self._session = kglite.open_session(str(self._path))
                self._stamp = stamp
        except FileNotFoundError as error:
            raise StoreError(f"{self._path}: there is no store yet; make one with: kg build ARTICLES") from error
        except (kglite.KgError, OSError) as error:
            raise StoreError(f"{self._path}: cannot be read as a graph store: {_message(error)}") from error


class EmbeddedWriter:
    """Writes articles, each in one statement: kglite undoes a statement that fails, and logs it as one frame.

    Its transactions would do as well, but each copies a part of the graph: on 250,000 nodes 4 ms against 0.7 ms.
    """

    def __init__(self, session: kglite.Session) -> None:
        self._session = session

    def put(self, graph: Graph) -> bool:
        return self._put(article_rows(graph))

    def put_all(self, graphs: Iterable[Graph]) -> Iterator[bool]:
        return map(self.put, graphs)

    def put_rows(self, articles: Iterable[ArticleRows]) -> Iterator[bool]:
        return map(self._put, articles)

    def remove(self, article_id: str) -> bool:
        return self._change(article_id, lambda: writing.remove_steps(self._read, article_id))

    def _put(self, rows: ArticleRows) -> bool:
        return self._change(rows.id, lambda: writing.put_plan(self._read, [rows]).steps)

    def _read(self, cypher: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._session.cypher(cypher, params=dict(params)).to_list()
        return found

    def _change(self, article: str, plan: Callable[[], list[writing.Step]]) -> bool:
        try:
            steps = plan()
            if steps:
                cypher, params = writing.joined(steps)
                self._session.execute(cypher, params=params, timeout_ms=0)
        except (kglite.KgError, ValueError, TypeError) as error:
            raise StoreError(f"{article}: not stored, nothing was changed: {_message(error)}") from error
        return bool(steps)


class EmbeddedView:
    """One state of the graph, read only."""

    def __init__(self, session: kglite.Session) -> None:
        self._graph = session.cursor()
        self._graph.read_only(True)

    def query(
        self,
        cypher: str,
        params: Mapping[str, object] | None = None,
        *,
        timeout: float = 10.0,
        max_rows: int = 10_000,
    ) -> Rows:
        cypher_text.check(cypher)
        cypher_text.check_patterns(cypher)
        try:
            found = self._graph.cypher(
                cypher_text.quote_names(cypher_text.index_edges(cypher)),
                params=dict(params or {}),
                timeout_ms=max(1, round(timeout * 1000)),
                row_limit=max_rows + 1,
                hide_structural_keys=True,
            )
            if isinstance(found, str):
                raise QueryError("FORMAT is not allowed here: rows can be written as CSV afterwards")
            # row by row: to_list() lets no other thread of the process run until it has made all of them
            rows = [{name: plain(value) for name, value in row.items()} for row in found]
        except kglite.CypherTimeoutError as error:
            raise QueryError(f"the query took longer than {timeout:g} seconds and was stopped; narrow it") from error
        except kglite.ReadOnlyError as error:
            raise QueryError("the query wants to write; only reading is allowed here") from error
        except (kglite.KgError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise QueryError(_message(error)) from error
        return Rows(tuple(found.columns), rows[:max_rows], len(rows) > max_rows)


def plain(value: Any) -> Any:
    """A value of kglite as one that `json.dumps` takes: nodes and edges flat, times as ISO text."""
    if isinstance(value, dict):
        if value.keys() == {"id", "labels", "properties"}:
            return _node(value)
        if value.keys() == {"id", "start", "end", "type", "properties"}:
            return {**plain(value["properties"]), "type": value["type"]}
        if value.keys() == {"nodes", "relationships"}:
            return _walk(value)
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    return value


def _node(value: dict[str, Any]) -> dict[str, Any]:
    labels = value["labels"]
    own = PROPERTIES.get(labels[0] if labels else "", ())
    hidden = [name for name in STRUCTURAL if name not in own]
    properties = {key: plain(item) for key, item in value["properties"].items() if key not in hidden}
    return {**properties, "labels": labels}


def _walk(value: dict[str, Any]) -> dict[str, Any]:
    ids = {node["id"]: node["properties"].get("id") for node in value["nodes"]}
    edges = [
        {**plain(edge), "head": ids.get(edge["start"]), "tail": ids.get(edge["end"])} for edge in value["relationships"]
    ]
    return {"nodes": [plain(node) for node in value["nodes"]], "edges": edges}


def file_path(url: str) -> Path:
    """The file that an address names."""
    if not url.startswith("file:"):
        return Path(url).expanduser()
    return Path(unquote(urlsplit(url).path))


def _durable(path: Path, level: Literal["normal", "off"]) -> kglite.Session:
    try:
        return kglite.open_session(str(path), durable=level)
    except kglite.WriterLeaseHeldError as error:
        owner = getattr(error, "holder", None) or {}
        raise StoreError(
            f"{path}: process {owner.get('pid', '?')} has been writing it since {owner.get('since', '?')}; "
            "wait until it is done, or open it for reading only"
        ) from error
    except (kglite.KgError, OSError, ValueError, RuntimeError) as error:
        raise StoreError(f"{path}: cannot be opened as a graph store: {_message(error)}") from error


def check_writable(path: Path) -> None:
    """The engine opens a store whose folder it cannot write, and fails at the first article."""
    for place in (path.absolute().parent, path.absolute()):
        if place.exists() and not os.access(place, os.W_OK):
            raise StoreError(f"{path}: {place} is not writable here; name a store elsewhere with --store or KG_STORE")


def _recover(path: Path) -> None:
    """Folds what a killed writer left in the log into the file, unless a living writer owns it."""
    log = path.with_name(path.name + "-wal")
    if not log.exists() or log.stat().st_size <= WAL_HEADER:
        return
    check_writable(path)
    try:
        kglite.open_session(str(path), durable="normal").close()
    except kglite.WriterLeaseHeldError:
        return
    except (kglite.KgError, OSError, ValueError, RuntimeError) as error:
        raise StoreError(f"{path}: its log {log.name} cannot be read: {_message(error)}") from error


def _apply_schema(session: kglite.Session) -> None:
    held = {row["name"] for kind in ("CONSTRAINTS", "INDEXES") for row in session.cypher(f"SHOW {kind}").to_list()}
    for name, rule in schema.rules().items():
        if name not in held:
            session.execute(rule.command)


def _declare_properties(session: kglite.Session) -> None:
    """Makes known the properties that no node has yet.

    The engine refuses to create a node with a property that it does not know for nodes of this kind. It takes note of
    the names in a statement, but after a crash knows only what it finds on the nodes.
    """
    kinds = session.cursor().schema()["node_types"]
    for label in PROPERTIES.keys() & kinds.keys():
        for name in set(PROPERTIES[label]) - {"id", "name", *STRUCTURAL, *kinds[label]["properties"]}:
            session.execute(f"MATCH (n:{label}) WHERE n.`{name}` IS NULL WITH n LIMIT 1 SET n.`{name}` = null")


def _message(error: BaseException) -> str:
    """The engine's message in one line, without the name of its class."""
    return " ".join(str(error).split())
