"""Files for Neo4j's own bulk importer, for graphs that are too large to load over Bolt in reasonable time.

One CSV file a kind of node or edge, each with the header that `neo4j-admin database import` reads types from;
`import.sh`, which runs it while the server is stopped; and `finish.cypher` for the server that runs again: it makes
constraints and indexes and what the importer cannot, empty lists. After it the graph is the one that `kg copy` makes;
before it the store is not opened.

Form of the files: UTF-8, fields as in RFC 4180. Text stands in quotation marks, so that an empty text is not taken
for a missing one; a missing property is an empty field without them.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from kg import ontology
from kg.errors import StoreError
from loaders import schema, streaming
from loaders.base import View
from loaders.rows import EDGE_PROPERTIES, MENTION_PROPERTIES, PROPERTIES, ArticleRows, Properties

TYPES = {
    "aliases": "string[]",
    "mergedIds": "string[]",
    "linkedIds": "string[]",
    "lon": "double",
    "lat": "double",
    "value": "double",
    "amount": "double",
    "confidence": "double",
    "articleCount": "long",
    "start": "long",
    "end": "long",
    "count": "long",
    "sources": "long",
}
"""The properties that are no text."""
DELIMITERS = ("U+001F", "U+001E", "U+001D", "U+001C")
"""What may part the items of a list: signs that hardly any text has; the first that no name in the graph has."""
DELIMITED = """MATCH (n:Entity)
WHERE any(form IN [n.name] + n.aliases + [n.id] + coalesce(n.mergedIds, []) WHERE form CONTAINS $sign)
RETURN count(n) AS n"""
EMPTY_LISTS = "MATCH {pattern} WHERE x.aliases IS NULL CALL (x) {{ SET x.aliases = [] }} IN TRANSACTIONS OF 10000 ROWS"
SCRIPT, FINISH = "import.sh", "finish.cypher"


@dataclass(frozen=True, slots=True)
class Table:
    """One file: nodes, or edges when it has ends; `constant` is the label or the type of all its rows."""

    name: str
    constant: str = ""
    ends: tuple[str, str] | None = None
    own: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def header(self) -> str:
        names = [f"{name}:{TYPES.get(name, 'string')}" for name in self.own]
        if self.ends is None:
            space = self.constant or "Entity"
            names[0] = f"id:ID({space})"
            variable = ":LABEL"
        else:
            names[:0] = [f":START_ID({self.ends[0]})", f":END_ID({self.ends[1]})"]
            variable = ":TYPE"
        return ",".join(names if self.constant else [*names, variable])

    @property
    def argument(self) -> str:
        kind, file = "nodes" if self.ends is None else "relationships", f"./{self.file}"  # 2026.x wants a folder
        return f"--{kind}={self.constant}={file}" if self.constant else f"--{kind}={file}"


TABLES = {
    table.name: table
    for table in (
        Table("entities", own=PROPERTIES["Entity"]),
        *(Table(f"{name.lower()}s", name, own=PROPERTIES[name]) for name in ("Article", "Statement", "Measure")),
        Table("schema", schema.RECORD, own=("id", "version")),
        Table("edges", ends=("Entity", "Entity"), own=EDGE_PROPERTIES),
        Table("mentions", "MENTIONS", ("Article", "Entity"), MENTION_PROPERTIES),
        Table("statement_from", "FROM", ("Statement", "Article")),
        Table("statement_subject", "SUBJECT", ("Statement", "Entity")),
        Table("statement_object", "OBJECT", ("Statement", "Entity")),
        Table("has_measure", "HAS_MEASURE", ("Entity", "Measure")),
        Table("measure_from", "FROM", ("Measure", "Article")),
    )
}
"""All files by name; nodes of different kinds may have the same id, so each kind is an id space of its own."""


def delimiter(view: View) -> str:
    """What parts the items of lists in the files of this graph, as the importer writes it."""
    for found in DELIMITERS:
        sign = _sign(found)
        if view.query(DELIMITED, {"sign": sign}, timeout=streaming.SECONDS).rows == [{"n": 0}]:
            return found
    raise StoreError(f"names in the graph hold each of {', '.join(DELIMITERS)}, so that nothing can part them")


def export(view: View, folder: Path, delimiter: str, database: str = "neo4j") -> Iterator[int]:
    """Writes the files, replacing those of an earlier export; gives how many nodes each step brought.

    `import.sh` is written last: where it is, the export is whole. Raises `StoreError` when the folder cannot be
    written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SCRIPT).unlink(missing_ok=True)
        with _open(folder, delimiter) as tables:
            tables.write("schema", ("schema", schema.IMPORTED))
            yield from _entities(view, tables)
            yield from _articles(view, tables)
        (folder / FINISH).write_text(";\n".join([*finish(), ""]), encoding="utf-8")
        _write_script(folder / SCRIPT, command(delimiter, database))
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error


def command(delimiter: str, database: str = "neo4j") -> list[str]:
    """The command that imports the files, to be run in their folder while the server is stopped."""
    return [
        "neo4j-admin", "database", "import", "full", database,
        "--multiline-fields=true", f"--array-delimiter={delimiter}",
        *(table.argument for table in TABLES.values()),
    ]  # fmt: skip


def finish() -> list[str]:
    """The statements that make of what was imported a graph of ours."""
    return [
        *(rule.command for rule in schema.neo4j_rules().values()),
        EMPTY_LISTS.format(pattern="(x:Entity)"),
        EMPTY_LISTS.format(pattern="(:Article)-[x:MENTIONS]->(:Entity)"),
        "CALL db.awaitIndexes(3600)",
        f"MATCH (s:{schema.RECORD} {{id: 'schema'}}) SET s.version = {schema.VERSION}",
    ]


class Tables:
    """The open files."""

    def __init__(self, files: Mapping[str, TextIO], delimiter: str) -> None:
        self._files = files
        self._delimiter = _sign(delimiter)

    def write(self, table: str, values: Iterable[Any]) -> None:
        """Writes one row."""
        self._files[table].write(",".join(map(self._field, values)) + "\n")

    def write_properties(self, table: str, properties: Properties, before: Sequence[Any] = (), *after: Any) -> None:
        """Writes one row with all properties of its table; what is before them are its ends, after them its labels."""
        self.write(table, [*before, *(properties.get(name) for name in TABLES[table].own), *after])

    def _field(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, list | tuple):
            value = self._delimiter.join(value)
        if isinstance(value, str):
            return '"' + value.replace('"', '""') + '"'
        return repr(value)


@contextmanager
def _open(folder: Path, delimiter: str) -> Iterator[Tables]:
    with ExitStack() as stack:
        files = {
            name: stack.enter_context((folder / table.file).open("w", encoding="utf-8", newline=""))
            for name, table in TABLES.items()
        }
        for name, table in TABLES.items():
            files[name].write(table.header + "\n")
        yield Tables(files, delimiter)


def _entities(view: View, tables: Tables) -> Iterator[int]:
    labels = ontology.load().labels
    for ids in streaming.batches(view, "Entity"):
        for entity in streaming.entities(view, ids):
            tables.write_properties("entities", entity, (), labels(entity["type"]))
        for edge in streaming.edges(view, ids):
            tables.write_properties("edges", edge.properties, (edge.head, edge.tail), edge.type)
        yield len(ids)


def _articles(view: View, tables: Tables) -> Iterator[int]:
    for ids in streaming.batches(view, "Article"):
        for rows in streaming.articles(view, ids):
            _article(rows, tables)
        yield len(ids)


def _article(rows: ArticleRows, tables: Tables) -> None:
    tables.write_properties("articles", rows.article)
    for mention in rows.mentions:
        tables.write_properties("mentions", mention.properties(), (rows.id, mention.entity))
    for said in rows.statements:
        statement = said.properties["id"]
        tables.write_properties("statements", said.properties)
        tables.write("statement_from", (statement, rows.id))
        tables.write("statement_subject", (statement, said.head))
        tables.write("statement_object", (statement, said.tail))
    for figure in rows.measures:
        measure = figure.properties["id"]
        tables.write_properties("measures", figure.properties)
        tables.write("has_measure", (figure.entity, measure))
        tables.write("measure_from", (measure, rows.id))


def _sign(delimiter: str) -> str:
    return chr(int(delimiter.removeprefix("U+"), 16))


def _write_script(path: Path, words: Sequence[str]) -> None:
    path.write_text(_SCRIPT.format(command=" \\\n  ".join([shlex.join(words[:5]), *words[5:]])), encoding="utf-8")
    path.chmod(0o755)


_SCRIPT = """\
#!/bin/sh
# 把本目录的文件导入一个新的 Neo4j 数据库；先停止服务器。
# 数据库已存在时加 --overwrite-destination：它的全部内容会被替换，先备份。
# 导入后启动服务器，再运行：cypher-shell -f finish.cypher
#
# Imports the files of this folder into a new Neo4j database; stop the server first.
# Add --overwrite-destination where the database exists already: all of its content is replaced, back it up before.
# Then start the server and run: cypher-shell -f finish.cypher
set -eu
cd "$(dirname "$0")"
exec {command} \\
  --report-file="${{TMPDIR:-/tmp}}/import.report" "$@"
"""
