"""What voices from outside say about a text, and where a `Doc` keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter
from spacy.tokens import Doc

from kg.explaining import Refused
from kg.naming.candidates import Candidate
from kg.records import Status


@dataclass(frozen=True, slots=True)
class Proposed:
    """A fact that a voice proposes: its ends by their forms in the text."""

    head: str
    type: str
    tail: str
    start: int
    end: int
    """The quotation that says it, in the article's text."""
    voice: str
    confidence: float
    status: Status = None


@dataclass(frozen=True, slots=True)
class Heard:
    """All that the voices have said so far."""

    candidates: tuple[Candidate, ...] = ()
    facts: tuple[Proposed, ...] = ()
    refused: tuple[Refused, ...] = field(default=())
    """What could not even be placed in the text."""

    def __add__(self, more: Heard) -> Heard:
        return Heard((*self.candidates, *more.candidates), (*self.facts, *more.facts), (*self.refused, *more.refused))


_KEY = "kg_heard"
_HEARD = TypeAdapter(Heard)


def get_heard(doc: Doc) -> Heard:
    """What the voices said about this text; nothing where there is none."""
    plain: Any = doc.user_data.get(_KEY)
    return Heard() if plain is None else _HEARD.validate_python(plain)


def set_heard(doc: Doc, heard: Heard) -> None:
    """Keeps it in the form of plain lists and mappings, which goes to other processes."""
    doc.user_data[_KEY] = _HEARD.dump_python(heard, mode="json")
