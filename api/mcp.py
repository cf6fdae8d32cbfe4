"""The graph for language models: an MCP server on standard input and output, reading only.

Tools are those that an analyst has: the schema, the named queries, guarded Cypher, search, neighbours and the sentences
behind an edge. Resources are the schema and the texts of the named queries. Needs the extra `mcp` (the protocol's own
SDK).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import wraps
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from api import guard
from api.sandbox import Limits, Runner, runner
from kg import ontology
from kg.errors import KgError, QueryError
from kg.settings import Settings
from loaders import open_store, queries
from loaders.base import Rows, Store

if TYPE_CHECKING:
    from mcp.server import MCPServer

NAME = "jjj-kg"
INSTRUCTIONS = """\
京津冀产业协同知识图谱，只读。先用 search 按名称找到实体的 id。具名查询（list_queries）答得了的用 run_query，
否则先看 schema 再用 cypher。每条边都有原文：evidence 给出说出它的句子、文章和日期；回答时请引用原文。
A read-only graph of Beijing–Tianjin–Hebei industrial collaboration read from Chinese articles. Find ids with `search`.
Use `run_query` where a named query answers, else look at `schema` and write `cypher`. Quote the sentences that
`evidence` gives.
"""
JSON = "application/json"
Count = Annotated[int, Field(ge=1, le=200, description="最多几行 (rows at most)")]


@dataclass(frozen=True, slots=True)
class Graph:
    """A store and how it is asked: every tool is one of its methods."""

    store: Store
    settings: Settings
    runner: Runner

    def schema(self) -> dict[str, Any]:
        """节点、边、指标的类型，边允许的两端 (types of nodes, edges and measures, the ends that edges allow)."""
        types = ontology.load()
        return {
            "nodes": {key: {"zh": kind.zh, "en": kind.en, "about": kind.about} for key, kind in types.nodes.items()},
            "edges": {
                key: {"zh": kind.zh, "en": kind.en, "about": kind.about, "head": kind.head, "tail": kind.tail}
                for key, kind in types.edges.items()
            },
            "measures": {key: {"zh": kind.zh, "en": kind.en} for key, kind in types.measures.items()},
            "evidence": "(:Statement {edgeId, sentence, date})-[:FROM]->(:Article {title, source, date, url})",
            "totals": self._ask("stats_totals", {}, 1)[0],
        }

    def list_queries(self) -> list[dict[str, Any]]:
        """具名查询：各回答什么，要什么参数，给出哪些列 (the named queries, their parameters and columns)."""
        kept = ("name", "title_zh", "title_en", "about", "params", "columns")
        return [{key: asdict(query)[key] for key in kept} for query in queries.load().values()]

    def run_query(self, name: str, params: dict[str, Any] | None = None, limit: Count = 50) -> list[dict[str, Any]]:
        """运行一个具名查询 (run a named query)."""
        if name not in queries.load():
            raise QueryError(f"no query is called {name}; list_queries gives all of them")
        return self._ask(name, params or {}, limit)

    def cypher(self, query: str, params: dict[str, Any] | None = None, limit: Count = 50) -> list[dict[str, Any]]:
        """运行自己写的 Cypher，只读，有时间与行数上限 (run Cypher of one's own: reading only, bounded)."""
        guard.check_params(params or {})
        return self.runner.run(guard.check(query), params or {}, limit).rows

    def search(self, text: str, type: str | None = None, limit: Count = 10) -> list[dict[str, Any]]:
        """按名称、简称、曾用名找实体 (find entities by names and short names); type: Company, Park, University …"""
        return self._ask("search", {"text": text, "type": type, "limit": limit}, limit)

    def neighbours(self, id: str, edge: str | None = None, limit: Count = 50) -> list[dict[str, Any]]:
        """一个实体的关系和另一端 (edges of an entity and their other ends); edge: LOCATED_IN, SUPPLIES_TO …"""
        merged = self._ask("merged", {"id": id}, 1)
        return self._ask("adjacent", {"id": merged[0]["id"] if merged else id, "edge": edge, "limit": limit}, limit)

    def evidence(self, edge: str) -> list[dict[str, Any]]:
        """说出一条关系的句子，连同文章与日期 (the sentences that state an edge, with article and date)."""
        found = self._ask("statements", {"edge": edge}, self.settings.query_rows)
        if not found:
            raise QueryError(f"no edge has the id {edge}; neighbours and queries give ids of edges")
        return found

    def query_text(self, name: str) -> str:
        """一个具名查询的 Cypher，连同题目、参数与例子 (the Cypher of a named query, with its head)."""
        if name not in queries.load():
            raise QueryError(f"no query is called {name}; kg://queries names all of them")
        return (files("cypher") / f"{name}.cypher").read_text(encoding="utf-8")

    def _ask(self, name: str, params: dict[str, Any], rows: int) -> list[dict[str, Any]]:
        with self.store.view() as view:
            answer: Rows = queries.run(view, name, params, timeout=self.settings.query_timeout, max_rows=rows)
        return answer.rows

    def tools(self) -> tuple[Callable[..., Any], ...]:
        """What the server offers."""
        return (
            self.schema,
            self.list_queries,
            self.run_query,
            self.cypher,
            self.search,
            self.neighbours,
            self.evidence,
        )

    def resources(self) -> dict[str, tuple[str, Callable[..., Any]]]:
        """What a client may hand to its model unasked: media type and content by address."""
        return {
            "kg://schema": (JSON, self.schema),
            "kg://queries": (JSON, self.list_queries),
            "kg://queries/{name}": ("text/plain", self.query_text),
        }


@contextmanager
def opened(settings: Settings) -> Iterator[Graph]:
    """The graph of the settings' store."""
    store = open_store(settings.store, settings, read_only=True)
    running = runner(store, Limits.of(settings))
    try:
        yield Graph(store, settings, running)
    finally:
        running.close()
        store.close()


def server(graph: Graph) -> MCPServer[Any]:
    """The server; raises `KgError` when the SDK is not installed."""
    try:
        from mcp.server import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise KgError("kg mcp needs the protocol's SDK: pip install 'jjj-kg[mcp]'") from error
    made: MCPServer[Any] = MCPServer(NAME, instructions=INSTRUCTIONS, version=version(NAME), log_level="WARNING")
    reading = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for tool in graph.tools():
        made.tool(annotations=reading)(_named(tool))
    for address, (kind, read) in graph.resources().items():
        made.resource(address, mime_type=kind, description=read.__doc__)(_named(read))
    return made


def _named(tool: Callable[..., Any]) -> Callable[..., Any]:
    """The tool with its faults as messages that the model can act on."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def called(*args: Any, **given: Any) -> Any:
        try:
            return tool(*args, **given)
        except KgError as error:
            raise ToolError(str(error)) from error

    return called


def serve(settings: Settings) -> None:
    """Answers on standard input and output until the client goes."""
    with opened(settings) as graph:
        server(graph).run("stdio")
