"""What is done to the text of a query before the embedded engine sees it."""

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
LOAD = re.compile(r"\bLOAD\s+CSV\b", re.IGNORECASE)


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
