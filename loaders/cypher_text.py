"""What is done to the text of a query before an engine sees it."""

from __future__ import annotations

import re

from kg.errors import QueryError

QUOTED = r"""
    '(?:\\.|[^'\\])*'      # text
  | "(?:\\.|[^"\\])*"
  | `(?:``|[^`])*`         # a quoted name
  | //[^\r\n]*             # comments
  | /\*.*?\*/
"""
PASSAGES = re.compile(QUOTED, re.VERBOSE | re.DOTALL)
PASSAGES_AND_NAMES = re.compile(rf"{QUOTED} | (?P<name>[^\W\d]\w*)", re.VERBOSE | re.DOTALL)
EDGE = re.compile(r"-\s*\[\s*([^\W\d]\w*)")
"""The variable of an edge in a pattern."""
PASSAGES_AND_VALUES = re.compile(
    rf"{QUOTED} | (?P<sign>:\s*)(?P<variable>[^\W\d]\w*)\.(?P<property>[^\W\d]\w*)(?=\s*[,}}])", re.VERBOSE | re.DOTALL
)
PATTERN = re.compile(
    r"\bMATCH\b(.*?)(?=\b(?:MATCH|OPTIONAL|WHERE|WITH|RETURN|UNWIND|CALL|UNION|ORDER)\b|$)", re.IGNORECASE | re.DOTALL
)
VALUE_OF = re.compile(r":\s*([^\W\d]\w*)\.[^\W\d]\w*\s*(?=[,}])")
LOAD = re.compile(r"\bLOAD\s+CSV\b", re.IGNORECASE)
ESCAPE = re.compile(r"\\u+00[0-7][0-9a-f]", re.IGNORECASE)
NAME = r"(?:[^\W\d]\w*|`(?:``|[^`])*`)"
CALL = re.compile(rf"\bCALL\s+({NAME}(?:\s*\.\s*{NAME})*)", re.IGNORECASE)
DOTTED = re.compile(rf"({NAME}(?:\s*\.\s*{NAME})+)\s*\(")
ADMINISTRATION = re.compile(
    r"\b(?:TERMINATE|SHOW)\s+(?:\w+\s+)?(?:TRANSACTION|SETTING|USER|ROLE|PRIVILEGE|SERVER|DATABASE|ALIAS|AUTH)\w*",
    re.IGNORECASE,
)
PROCEDURES = (
    "db.index.fulltext.queryNodes",
    "db.index.fulltext.queryRelationships",
    "db.index.fulltext.listAvailableAnalyzers",
    "db.labels",
    "db.propertyKeys",
    "db.relationshipTypes",
    "db.schema.nodeTypeProperties",
    "db.schema.relTypeProperties",
    "db.schema.visualization",
)
"""The procedures of Neo4j that only read the graph."""
FUNCTIONS = ("date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector")
"""What the dotted names of Neo4j's own functions begin with."""


def check(cypher: str) -> None:
    """Raises `QueryError` for an empty text, LOAD CSV and several statements in one text.

    kglite would read local files and run all the statements, on a read-only graph too.
    """
    bare = PASSAGES.sub(" ", cypher).strip().rstrip(";").rstrip()
    if not bare:
        raise QueryError("the query is empty")
    if LOAD.search(bare):
        raise QueryError("LOAD CSV is not allowed: queries read the graph, not files")
    if ";" in bare:
        raise QueryError("one statement at a time: leave out the semicolon")


def quote_names(cypher: str) -> str:
    """Puts Chinese names into backquotes, as in `RETURN n.name AS 名称`: Neo4j takes them bare, kglite does not."""
    return PASSAGES_AND_NAMES.sub(
        lambda found: f"`{found[0]}`" if found["name"] and not found[0].isascii() else found[0], cypher
    )


def check_patterns(cypher: str) -> None:
    """Raises `QueryError` for `MATCH (a), (b {id: a.id})`: kglite knows nothing of `a` yet, and finds no row."""
    bare = PASSAGES.sub(" ", cypher)
    for clause in PATTERN.finditer(bare):
        for name in VALUE_OF.findall(clause[1]):
            if not re.search(rf"\b{name}\b", bare[: clause.start()]):
                raise QueryError(
                    f"{{…: {name}.…}} in the MATCH that brings {name} finds nothing here: write it after WHERE"
                )


def index_edges(cypher: str) -> str:
    """Writes `{edgeId: e.id}` as `{edgeId: e['id']}` where `e` is an edge: kglite finds nothing for the former."""
    edges = set(EDGE.findall(PASSAGES.sub(" ", cypher)))
    return PASSAGES_AND_VALUES.sub(
        lambda found: (
            f"{found['sign']}{found['variable']}['{found['property']}']" if found["variable"] in edges else found[0]
        ),
        cypher,
    )


def check_calls(cypher: str) -> None:
    """Raises `QueryError` for what a Neo4j session that only reads would still do: end others' queries, show the
    server's users and settings, run procedures of plug-ins that read files or hide a query in a text.
    """
    if ESCAPE.search(cypher):  # Neo4j decodes them first: one may end a text or a comment
        raise QueryError("write letters, signs and line breaks as they are, not as \\u0027 and the like")
    names_kept = PASSAGES.sub(lambda found: found[0] if found[0].startswith("`") else " ", cypher)
    found = ADMINISTRATION.search(names_kept)
    if found:
        raise QueryError(f"{' '.join(found[0].split())} is not allowed: queries read the graph, not the server")
    for name in map(_bare, CALL.findall(names_kept)):
        if name not in PROCEDURES:
            raise QueryError(f"CALL {name} is not allowed; the procedures that are: {', '.join(PROCEDURES)}")
    for name in map(_bare, DOTTED.findall(names_kept)):
        if name not in PROCEDURES and name.split(".")[0].lower() not in FUNCTIONS:
            raise QueryError(f"{name} is not allowed: functions of plug-ins may do anything")


def _bare(name: str) -> str:
    return re.sub(r"[\s`]", "", name)
