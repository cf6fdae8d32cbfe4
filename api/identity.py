"""Entities by their ids, those included that reviewers merged into others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api import errors
from api.deps import Asker


def entity(ask: Asker, id: str) -> dict[str, Any]:
    """The entity that has an id; raises `errors.MovedError` where it was merged, and 404 where there is none."""
    found = ask.one("entity", id=id)
    if found is None:
        check_moved(ask, id)
        raise errors.unknown("实体", id)
    return found


def meant(ask: Asker, id: str) -> dict[str, Any]:
    """The entity that an id means now; raises 404 where there is none."""
    try:
        return entity(ask, id)
    except errors.MovedError as moved:
        return entity(ask, moved.id)


def moved(ask: Asker, params: Mapping[str, Any]) -> dict[str, str]:
    """Of parameters that are ids of entities merged into others, the ids of now."""
    found = {name: ask.one("merged", id=params[name]) for name in ("id", "from", "to") if name in params}
    return {name: row["id"] for name, row in found.items() if row is not None}


def check_moved(ask: Asker, id: str) -> None:
    """Raises `errors.MovedError` for an id that was merged into another; to be asked where no entity has it."""
    found = ask.one("merged", id=id)
    if found is not None:
        raise errors.MovedError(found["id"])
