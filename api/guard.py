"""Which Cypher of analysts may run: what only reads the graph, in a text short and flat enough to be planned.

A text is cut into tokens first, so that words in quotation marks, quoted names and comments are told from clauses.
Then everything that is not known to read is refused: the clauses, the words between them and the functions are lists
of what is allowed. The engine's own read-only mode stands behind this, and time, rows, bytes and memory are bounded
where the query runs (`api.sandbox`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.errors import QueryError

LONGEST = 20_000
"""Characters of a query."""
DEEPEST = 60
"""Brackets within brackets."""
MOST_HOPS = 15
"""Edges of a path of variable length."""

TOKEN = re.compile(
    r"""
    (?P<space>\s+ | //[^\r\n]* | /\*.*?\*/)
  | (?P<string>'(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*")
  | (?P<quoted>`(?:``|[^`])*`)
  | (?P<param>\$(?:\w+|`(?:``|[^`])*`))
  | (?P<number>\d\w*(?:\.\d\w*)?)
  | (?P<name>[^\W\d]\w*)
  | (?P<sign>\.\.|[()\[\]{}<>=+\-*/%^,.:|&!~;])
    """,
    re.VERBOSE | re.DOTALL,
)
SPACE = re.compile(r"[ \t\r\n]+")
QUOTE_ESCAPE = re.compile(r"\\u+00(?:22|27|5c|60)", re.IGNORECASE)
OPEN, CLOSE = "([{", ")]}"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BEGIN = _words("MATCH OPTIONAL WITH UNWIND RETURN CALL")
"""What a statement or a subquery begins with."""
WORDS = BEGIN | _words(
    """
    WHERE ORDER BY SKIP LIMIT UNION AS DISTINCT ASC ASCENDING DESC DESCENDING AND OR XOR NOT IN IS NULL STARTS ENDS
    CONTAINS CASE WHEN THEN ELSE END EXISTS COUNT COLLECT ALL ANY NONE SINGLE TRUE FALSE SHORTESTPATH ALLSHORTESTPATHS
    """
)
"""Every word that may stand beside an expression."""
REFUSED = _words(
    """
    CREATE MERGE SET DELETE DETACH NODETACH REMOVE FOREACH DROP LOAD USE INSERT ALTER RENAME GRANT DENY REVOKE SHOW
    TERMINATE PROFILE EXPLAIN YIELD TRANSACTIONS FINISH
    """
)
"""Words of other clauses: as names they are written in backquotes."""
FUNCTIONS = _words(
    """
    abs acos asin atan atan2 avg btrim ceil char_length character_length coalesce cos cot date date.truncate datetime
    datetime.truncate degrees duration duration.between duration.indays duration.inmonths duration.inseconds e
    elementid endnode exp floor haversin head id isempty isnan keys labels last left length localdatetime localtime log
    log10 lower ltrim max min nodes normalize nullif percentilecont percentiledisc pi point point.distance properties
    radians rand range reduce relationships replace reverse right round rtrim sign sin size split sqrt startnode stdev
    stdevp substring sum tail tan time toboolean tobooleanornull tofloat tofloatornull tointeger tointegerornull tolower
    tostring tostringornull toupper trim type upper valuetype
    """
)
"""Functions that compute from their arguments and the graph alone."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, literal or sign of a query, or what separates them; `kind` is the name of its group in TOKEN."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """A bare name in capitals; empty for everything else."""
        return self.text.upper() if self.kind == "name" else ""

    @property
    def ends_value(self) -> bool:
        """Whether an expression or a pattern may end here."""
        if self.kind == "sign":
            return self.text in CLOSE
        return self.word not in WORDS


def tokens(cypher: str) -> list[Token]:
    """Cuts a text into tokens, which joined give the text again; raises `QueryError` for what is no token."""
    found: list[Token] = []
    place = 0
    while place < len(cypher):
        match = TOKEN.match(cypher, place)
        if match is None:
            raise QueryError(f"character {place + 1}: {_odd(cypher[place:])}")
        found.append(Token(str(match.lastgroup), match[0]))
        place = match.end()
    return found


def check(cypher: str) -> str:
    """The query as it may be run: without comments and without a semicolon at its end.

    Raises `QueryError`, naming the word and the way out, for all that does more than read, and for what is too long,
    too deep or too wide.
    """
    if len(cypher) > LONGEST:
        raise QueryError(f"{len(cypher)} characters; {LONGEST} are allowed: hand lists over as parameters")
    if QUOTE_ESCAPE.search(cypher):
        raise QueryError("write quotation marks and backslashes as they are, not as \\u escapes")
    pieces = tokens(cypher.rstrip().removesuffix(";"))
    row = [token for token in pieces if token.kind != "space"]
    if not row:
        raise QueryError("the query is empty")
    if row[0].word not in BEGIN:
        raise QueryError(f"{row[0].text[:40]}: a query begins with one of {', '.join(sorted(BEGIN))}")
    partners = _partners(row)
    for place, token in enumerate(row):
        _check_word(row, place)
        _check_call(row, place, partners)
        _check_hops(row, place, partners)
        if token.text == ";":
            raise QueryError("one statement at a time: leave out the semicolon")
    plain = (" " if token.kind == "space" and not SPACE.fullmatch(token.text) else token.text for token in pieces)
    return "".join(plain).strip()


def check_params(params: dict[str, Any], *, deepest: int = 8, most: int = 100_000) -> None:
    """Raises `QueryError` for values that no store can hold: too deep, too many, too large, not a number."""
    left = most
    layer: list[tuple[str, Any]] = list(params.items())
    for _ in range(deepest):
        left -= len(layer)
        if left < 0:
            raise QueryError(f"the parameters hold more than {most} values")
        for name, value in layer:
            _check_value(name, value)
        layer = [(name, item) for name, value in layer for item in _inside(value)]
        if not layer:
            return
    raise QueryError(f"{layer[0][0]}: lists and maps lie within each other more than {deepest} deep")


def _odd(rest: str) -> str:
    if rest[0] in "'\"`":
        return f"{rest[0]} is opened and not closed"
    if rest.startswith("\\"):
        return "\\ may stand in quotation marks only"
    return f"{rest[0]!r} is no part of Cypher; strange names are written in backquotes"


def _partners(row: list[Token]) -> dict[int, int]:
    """For each opening bracket the place of the one that closes it."""
    opened: list[int] = []
    partners: dict[int, int] = {}
    for place, token in enumerate(row):
        if token.kind != "sign":
            continue
        if token.text in OPEN:
            opened.append(place)
            if len(opened) > DEEPEST:
                raise QueryError(f"brackets lie within each other more than {DEEPEST} deep")
        elif token.text in CLOSE:
            if not opened or OPEN.index(row[opened[-1]].text) != CLOSE.index(token.text):
                raise QueryError(f"{token.text} closes nothing")
            partners[opened.pop()] = place
    if opened:
        raise QueryError(f"{row[opened[-1]].text} is opened and not closed")
    return partners


def _check_word(row: list[Token], place: int) -> None:
    token, before = row[place], row[place - 1] if place else None
    if token.word in REFUSED and not _names_a_part(row, place):
        raise QueryError(
            f"{token.text} is not allowed: queries only read the graph; a name is written in backquotes: `{token.text}`"
        )
    if before is not None and before.ends_value and token.kind != "sign" and token.word not in WORDS:
        raise QueryError(
            f"{token.text[:40]} cannot stand after {before.text[:40]}; the clauses allowed are MATCH, OPTIONAL MATCH, "
            "WITH, UNWIND, WHERE, RETURN, ORDER BY, SKIP, LIMIT, UNION and CALL { … }"
        )
    if place + 1 < len(row) and row[place + 1].text == "(" and token.kind in ("name", "quoted"):
        _check_function(row, place)


def _names_a_part(row: list[Token], place: int) -> bool:
    """Whether this is a property (`n.set`) or a label or type (`:Set`): no clause can begin there."""
    before = row[place - 1].text if place else ""
    return before == ":" or (
        before == "." and place > 1 and row[place - 2].ends_value and row[place - 2].kind != "number"
    )


def _check_function(row: list[Token], place: int) -> None:
    parts = [row[place].text]
    while place >= 2 and row[place - 1].text == "." and row[place - 2].kind in ("name", "quoted"):
        place -= 2
        parts.insert(0, row[place].text)
    if len(parts) == 1 and parts[0].upper() in WORDS:
        return
    name = ".".join(parts).replace("`", "").lower()
    if name not in FUNCTIONS:
        raise QueryError(f"{name[:60]}( is no function that may be called here")


def _check_call(row: list[Token], place: int, partners: dict[int, int]) -> None:
    """CALL opens a subquery; procedures are refused."""
    if row[place].word != "CALL" or _names_a_part(row, place):
        return
    after = place + 1
    if after < len(row) and row[after].text == "(":
        after = partners[after] + 1
    if after + 1 >= len(row) or row[after].text != "{" or row[after + 1].word not in BEGIN:
        raise QueryError("CALL is allowed for subqueries only: CALL { … }; procedures are not")


def _check_hops(row: list[Token], place: int, partners: dict[int, int]) -> None:
    """Bounds `-[:TYPE*1..9]-` and `(…){1,9}`."""
    if row[place].text == "[" and place and row[place - 1].text == "-":
        star = _star(row, place, partners)
        if star is not None:
            _check_bound(_most_hops(row, star))
    if row[place].text == "{" and (row[place + 1].kind == "number" or row[place + 1].text == ","):
        end = row[partners[place] - 1]
        _check_bound(_whole(end))


def _star(row: list[Token], place: int, partners: dict[int, int]) -> int | None:
    """The place of the `*` of an edge pattern that opens at `place`, if it has one."""
    end = partners[place]
    place += 1
    while place < end and row[place].word != "WHERE":
        if row[place].text == "*":
            return place
        place = partners.get(place, place) + 1
    return None


def _most_hops(row: list[Token], star: int) -> int | None:
    """The most edges of `*`, `*n`, `*m..n`, `*..n`, `*m..`; None for no bound. A bracket always follows."""
    place = star + 1
    exact = _whole(row[place])
    if exact is not None:
        place += 1
    if row[place].text == "..":
        return _whole(row[place + 1])
    return exact


def _check_bound(hops: int | None) -> None:
    if hops is None or hops > MOST_HOPS:
        raise QueryError(f"a path of variable length needs a bound of at most {MOST_HOPS} edges: *1..{MOST_HOPS}")


def _whole(token: Token) -> int | None:
    return int(token.text) if token.kind == "number" and token.text.isdecimal() and len(token.text) < 10 else None


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else ()


def _check_value(name: str, value: Any) -> None:
    if isinstance(value, float) and not abs(value) < float("inf"):
        raise QueryError(f"{_plain(name)}: NaN and infinity are no values of a parameter")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise QueryError(f"{_plain(name)}: whole numbers have 64 bits")
    if (isinstance(value, str) and _plain(value) != value) or _plain(name) != name:
        raise QueryError(f"{_plain(name)}: the text holds half a character (a lone surrogate)")


def _plain(text: str) -> str:
    """The text with a mark for each lone surrogate."""
    return text.encode("utf-8", "replace").decode("utf-8")
