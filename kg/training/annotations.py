"""Annotated articles as training data: gold files → articles with the spans of their names."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.reading import from_text
from kg.records import Article, Entity, Mention


@dataclass(frozen=True, slots=True)
class Span:
    """A gold mention, placed in the article's cleaned text."""

    start: int
    end: int
    type: str
    key: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article, its gold entities, relations and measures as in the file, and where its names stand."""

    article: Article
    gold: dict[str, Any]
    spans: tuple[Span, ...]

    @property
    def writer(self) -> str:
        """The part of the file's name before the dash: articles of one writer stay on one side of a split."""
        return Path(self.article.file).stem.split("-")[0]


def read_annotated(folder: Path) -> Iterator[Annotated]:
    """Every pair NAME.json, NAME.txt of a folder, in order of name."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise DataError(f"{folder}: no annotated articles (NAME.json with NAME.txt beside it)")
    for path in paths:
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8-sig")
        article = from_text(text, file=path.with_suffix(".txt").name)
        yield Annotated(article, gold, place(article.text, gold["entities"]))


def place(text: str, entities: list[dict[str, Any]]) -> tuple[Span, ...]:
    """Where the forms of gold entities stand in a text: longest first, none inside another."""
    forms = {m: e for e in entities for m in e["mentions"]}
    taken = bytearray(len(text))
    found = []
    for form in sorted(forms, key=len, reverse=True):
        entity = forms[form]
        for match in re.finditer(_loosely(form), text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                kind = entity["type"].split("|")[0]
                found.append(Span(start, end, kind, entity["key"], bool(entity.get("optional"))))
    return tuple(sorted(found, key=lambda span: span.start))


def _loosely(form: str) -> str:
    """Full-width and half-width brackets are one, spaces may have gone."""
    pattern = re.escape(form.replace("（", "(").replace("）", ")"))
    return pattern.replace(r"\(", "[(（]").replace(r"\)", "[)）]").replace(r"\ ", r"\s*")


def named_entities(annotated: Annotated) -> tuple[Entity, ...]:
    """The gold entities of an article with their names in place."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for span in annotated.spans:
        form = annotated.article.text[span.start : span.end]
        found[span.key].append(Mention(span.start, span.end, form, span.type))
    return tuple(
        Entity(e["key"], e["name"], e["type"].split("|")[0], tuple(found[e["key"]])) for e in annotated.gold["entities"]
    )
