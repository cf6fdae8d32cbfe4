"""What the Neo4j driver and its server complain of, said with the way out."""

from __future__ import annotations

from neo4j.exceptions import CypherSyntaxError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired

from kg.errors import KgError, QueryError, StoreError

FAULTS = (Neo4jError, DriverError, ValueError, TypeError, OverflowError, RecursionError, OSError)
"""All that may come out of the driver: the last five when a value or an address is not of its world."""

AWAY = (ServiceUnavailable, SessionExpired)
ACCESS = "give KG_NEO4J_USER and KG_NEO4J_PASSWORD"
ELSEWHERE = "give the graph a database of its own (KG_NEO4J_DATABASE, or another server)"
READ_ONLY = (
    "the database is read-only; make it writable, or write to the server of the cluster that may (neo4j:// finds it)"
)
UNAVAILABLE = (
    "the database is not available: look into the server's logs, and whether its disk is full; then repeat, which goes "
    "on where this ended"
)
CODES = {
    "Neo.ClientError.Security.Unauthorized": f"the server refuses this user or password; {ACCESS}",
    "Neo.ClientError.Security.AuthenticationRateLimit": f"too many wrong passwords; wait a minute, then {ACCESS}",
    "Neo.ClientError.Security.CredentialsExpired": "the server wants a new password first; in cypher-shell: "
    "ALTER CURRENT USER SET PASSWORD FROM 'old' TO 'new'",
    "Neo.ClientError.Security.Forbidden": "this user may not do that; give it the right to, or use another user",
    "Neo.ClientError.Database.DatabaseNotFound": "the server has no such database; make it, or "
    "change KG_NEO4J_DATABASE",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": READ_ONLY,
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": READ_ONLY,
    "Neo.ClientError.Cluster.NotALeader": "this server of the cluster only reads; use a neo4j:// address",
    "Neo.ClientError.Schema.ConstraintValidationFailed": f"it clashes with other data in the database; {ELSEWHERE}",
    "Neo.TransientError.General.DatabaseUnavailable": UNAVAILABLE,
    "Neo.TransientError.Database.DatabaseUnavailable": UNAVAILABLE,
}
BROKEN = ("Neo.DatabaseError.Transaction.", "Neo.DatabaseError.Database.")
"""What codes begin with when the server itself has failed."""
READING_ONLY = ("Neo.ClientError.Statement.AccessMode",)
TOO_LONG = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
)
TOO_LARGE = ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "Neo.TransientError.General.OutOfMemoryError")
SERVER = (
    "Neo.ClientError.Security.",
    "Neo.ClientError.Database.",
    "Neo.TransientError.General.DatabaseUnavailable",
    "Neo.TransientError.Database.",
    *BROKEN,
)
"""Codes that are no fault of a query."""


def is_away(error: BaseException) -> bool:
    """Whether the server is out of reach: trying something else there is of no use."""
    return isinstance(error, AWAY)


def _is_broken(error: BaseException) -> bool:
    return isinstance(error, Neo4jError) and (error.code or "").startswith(BROKEN)


def opening(url: str, error: BaseException) -> StoreError:
    """Why a store cannot be opened."""
    if is_away(error) or isinstance(error, OSError):
        return StoreError(f"{url}: no Neo4j server answers there: start it, or give another --store ({reason(error)})")
    return StoreError(f"{url}: {reason(error)}")


def storing(url: str, article: str, error: BaseException) -> StoreError:
    """Why an article was not stored or removed."""
    if is_away(error) or _is_broken(error):
        return StoreError(
            f"{url}: the server was lost at {article}; all before it is stored. When the server is back, repeat: "
            f"that goes on where this ended ({reason(error)})"
        )
    return StoreError(f"{article}: not stored, nothing was changed: {reason(error)}")


def asking(url: str, timeout: float, error: BaseException) -> KgError:
    """Why a query has no answer: a `QueryError` when it is the query's fault, else a `StoreError`."""
    code = (isinstance(error, Neo4jError) and error.code) or ""
    if is_away(error) or code.startswith(SERVER):
        return opening(url, error)
    if code in TOO_LONG:
        return QueryError(f"the query took longer than {timeout:g} seconds and was stopped; narrow it")
    if code in TOO_LARGE:
        return QueryError("the query takes more memory than the server gives one; narrow it")
    if code in READING_ONLY:
        return QueryError("the query wants to write; only reading is allowed here")
    return QueryError(reason(error))


def reason(error: BaseException) -> str:
    """One line: what is known of an error's code, else its own message."""
    if isinstance(error, Neo4jError):
        text = error.message or ""
        if isinstance(error, CypherSyntaxError):  # the other lines show the query, with a mark under the place
            text = text.partition("\n")[0]
        if _is_broken(error):
            text += " Look into the server's logs, and whether its disk is full."
        return CODES.get(error.code or "") or " ".join(text.split()) or str(error.code)
    return " ".join(str(error).split()) or type(error).__name__
