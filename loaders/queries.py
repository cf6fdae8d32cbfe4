"""The named queries: cypher/*.cypher, each with its title, parameters and columns in the comments at its head.

    // title: 中文 | English
    // about: what it answers, in one or two sentences
    // param NAME: TYPE = DEFAULT [LEAST..MOST] — about     (without = DEFAULT it must be given)
    // param NAME: string = both {in|out|both} — about      (one of these)
    // columns: a, b, c
    // example: kg query --name NAME --param a=b

Types: string, integer, float, boolean, node (a node type of the ontology), edge (an edge type). The default `null`
means that the parameter does not narrow anything. A query reads only, and runs as it stands on every store; one that
calls a graph algorithm (`CALL pagerank(…)` at the beginning of a line) runs in the embedded engine, on a server's graph
over a copy of its entities and edges.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg import ontology
from kg.errors import DataError, QueryError
from loaders import projecting
from loaders.base import Rows, View

SCHEMA = ("schema.cypher", "schema_neo4j.cypher")
HEAD = re.compile(r"//\s*(title|about|param|columns|example)\b[ ]?(.*)")
PARAM = re.compile(
    r"(?P<name>\w+):\s*(?P<type>\w+)"
    r"(?:\s*=\s*(?P<default>[^\s\[{—]+))?"
    r"(?:\s*\[(?P<least>-?\d+)\.\.(?P<most>-?\d+)\])?"
    r"(?:\s*\{(?P<choices>[^}]*)\})?"
    r"\s*—\s*(?P<about>.+)"
)
CALLED = re.compile(r"^CALL (\w+)\(", re.MULTILINE)
"""A procedure of the embedded engine: a graph algorithm."""
USED = re.compile(r"\$(\w+)")
BOOLEANS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a named query."""

    name: str
    type: str
    default: Any
    about: str
    required: bool = False
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()
    """The values allowed; empty: any."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One query of the library."""

    name: str
    title_zh: str
    title_en: str
    about: str
    params: tuple[Param, ...]
    columns: tuple[str, ...]
    example: str
    text: str

    @property
    def procedures(self) -> list[str]:
        """The graph algorithms that it calls."""
        return CALLED.findall(self.text)

    @property
    def example_params(self) -> dict[str, str]:
        """The parameters of the example, as given on a command line."""
        words = shlex.split(self.example)
        given = [words[place + 1] for place, word in enumerate(words[:-1]) if word == "--param"]
        return dict(pair.split("=", 1) for pair in given)


@cache
def load() -> dict[str, NamedQuery]:
    """All named queries by name, in the order of their names."""
    folder = files("cypher")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".cypher") and item.name not in SCHEMA)
    found = [parse(name, (folder / name).read_text(encoding="utf-8")) for name in names]
    return {query.name: query for query in found}


def run(view: View, name: str, params: Mapping[str, Any], *, timeout: float = 10.0, max_rows: int = 10_000) -> Rows:
    """Runs a named query; values may be of their type or text, as they come from a command line or an address.

    Raises `QueryError` for an unknown query, an unknown or missing parameter, or a value of the wrong kind.
    """
    query = load().get(name)
    if query is None:
        raise QueryError(f"no query is called {name}; there are: {', '.join(load())}")
    bound = bind(query, params)
    if not query.procedures:
        return view.query(query.text, bound, timeout=timeout, max_rows=max_rows)
    with projecting.with_procedures(view, timeout) as able:
        return able.query(query.text, bound, timeout=timeout, max_rows=max_rows)


def bind(query: NamedQuery, params: Mapping[str, Any]) -> dict[str, Any]:
    """The values of all parameters of a query: those given, checked, and the defaults of the others."""
    unknown = params.keys() - {param.name for param in query.params}
    if unknown:
        known = ", ".join(param.name for param in query.params) or "none"
        raise QueryError(f"{query.name}: unknown parameter {', '.join(sorted(unknown))}; it takes: {known}")
    return {param.name: _value(query.name, param, params.get(param.name)) for param in query.params}


def parse(name: str, text: str) -> NamedQuery:
    """Reads one file; raises `DataError` with file and line for a head that does not fit the query."""
    place = f"cypher/{name}"
    head: dict[str, str] = {}
    params: list[Param] = []
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.startswith("//"):
            break
        match = HEAD.fullmatch(line.rstrip())
        if match is None:
            raise DataError(f"{place}:{number}: not a line of the head: {line!r}; see loaders/queries.py for its form")
        if match[1] == "param":
            params.append(_param(f"{place}:{number}", match[2]))
        else:
            head[match[1]] = match[2].removeprefix(":").strip()
    body = "\n".join(line for line in lines if not line.startswith("//")).strip()
    _check(place, head, params, body)
    zh, _, en = head["title"].partition("|")
    columns = tuple(column.strip() for column in head["columns"].split(","))
    return NamedQuery(
        name=name.removesuffix(".cypher"),
        title_zh=zh.strip(),
        title_en=en.strip(),
        about=head["about"],
        params=tuple(params),
        columns=columns,
        example=head["example"],
        text=body,
    )


def _check(place: str, head: Mapping[str, str], params: list[Param], body: str) -> None:
    missing = [key for key in ("title", "about", "columns", "example") if not head.get(key)]
    if missing:
        raise DataError(f"{place}:1: the head lacks {', '.join(missing)}")
    if "|" not in head["title"]:
        raise DataError(f"{place}:1: the title is Chinese | English")
    declared, used = {param.name for param in params}, set(USED.findall(body))
    if declared != used:
        odd = ", ".join(sorted(declared ^ used))
        raise DataError(f"{place}:1: parameters must be both declared and used: {odd}")
    if len(declared) != len(params):
        raise DataError(f"{place}:1: a parameter is declared twice")


def _param(place: str, text: str) -> Param:
    match = PARAM.fullmatch(text)
    if match is None:
        raise DataError(f"{place}: a parameter is NAME: TYPE = DEFAULT [LEAST..MOST] — about, not {text!r}")
    if match["type"] not in CASTS:
        raise DataError(f"{place}: unknown type {match['type']}; there are: {', '.join(CASTS)}")
    param = Param(
        name=match["name"],
        type=match["type"],
        default=None,
        about=match["about"],
        required=match["default"] is None,
        least=int(match["least"]) if match["least"] else None,
        most=int(match["most"]) if match["most"] else None,
        choices=tuple((match["choices"] or "").split("|")) if match["choices"] else _types(match["type"]),
    )
    if param.required or match["default"] == "null":
        return param
    try:
        default = _cast(param, match["default"])
    except QueryError as error:
        raise DataError(f"{place}: {error}") from error
    return Param(param.name, param.type, default, param.about, False, param.least, param.most, param.choices)


def _types(kind: str) -> tuple[str, ...]:
    types = ontology.load()
    if kind == "node":
        return tuple(types.nodes)
    return tuple(types.edges) if kind == "edge" else ()


def _value(query: str, param: Param, given: Any) -> Any:
    if given is None or (given == "" and param.type != "string"):
        if param.required:
            raise QueryError(f"{query}: the parameter {param.name} is missing: {param.about}")
        return param.default
    try:
        return _cast(param, given)
    except QueryError as error:
        raise QueryError(f"{query}: {error}") from error


def _cast(param: Param, given: Any) -> Any:
    try:
        value = CASTS[param.type](given)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise QueryError(f"{param.name} must be of type {param.type}, not {given!r}") from error
    if param.choices and value not in param.choices:
        raise QueryError(f"{param.name} must be one of {', '.join(param.choices)}, not {given!r}")
    if param.least is not None and param.most is not None and not param.least <= value <= param.most:
        raise QueryError(f"{param.name} must be from {param.least} to {param.most}, not {given!r}")
    return value


def _string(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError
    return given


def _integer(given: Any) -> int:
    if isinstance(given, bool | float):
        raise TypeError
    return int(given)


def _float(given: Any) -> float:
    if isinstance(given, bool):
        raise TypeError
    return float(given)


def _boolean(given: Any) -> bool:
    return given if isinstance(given, bool) else BOOLEANS[str(given).lower()]


CASTS: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "integer": _integer,
    "float": _float,
    "boolean": _boolean,
    "node": _string,
    "edge": _string,
}
