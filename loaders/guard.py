"""What a reading query may not do, whatever the engine would allow: read files, carry several statements."""

from __future__ import annotations

import re

from kg.errors import QueryError

QUOTED = re.compile(
    r"""
    '(?:\\.|[^'\\])*'      # text
  | "(?:\\.|[^"\\])*"
  | `(?:``|[^`])*`         # a quoted name
  | //[^\r\n]*             # comments
  | /\*.*?\*/
    """,
    re.VERBOSE | re.DOTALL,
)
LOAD = re.compile(r"\bLOAD\s+CSV\b", re.IGNORECASE)


def check(cypher: str) -> None:
    """Raises `QueryError` for an empty text, LOAD CSV and several statements in one text."""
    bare = QUOTED.sub(" ", cypher).strip().rstrip(";").rstrip()
    if not bare:
        raise QueryError("the query is empty")
    if LOAD.search(bare):
        raise QueryError("LOAD CSV is not allowed: queries read the graph, not files")
    if ";" in bare:
        raise QueryError("one statement at a time: leave out the semicolon")
