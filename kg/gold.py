"""Gold files: articles annotated by the guideline, NAME.json with NAME.txt beside it; reading and checking them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import ontology
from kg.errors import DataError

Record = dict[str, Any]
"""A JSON object: an article as `kg extract` prints it, a gold file, or a part of one."""

IGNORED = re.compile(r"[\s\"'“”‘’「」『』《》()（）\[\]【】·•,，、.。:：;；\-—–_/]+")


def gold_files(folder: Path) -> list[Path]:
    """The gold files of a folder, by name."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise DataError(f"{folder}: no gold files (NAME.json with NAME.txt beside it)")
    return paths


def read_gold(path: Path) -> Record:
    """One gold file."""
    try:
        gold: Record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: not a gold file: {error}") from error
    return gold


def read_text(gold: Path) -> str:
    """The text beside a gold file."""
    path = gold.with_suffix(".txt")
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: the text of {gold.name} cannot be read: {error}") from error


def normal(text: str) -> str:
    """A name without what writers vary: width, case, spaces, quotation marks, punctuation."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text)).lower()


def triple(head: str, kind: str, tail: str) -> tuple[str, str, str]:
    """What makes an edge the same edge; the ends of a symmetric one in fixed order."""
    edge = ontology.load().edges.get(kind)
    return (min(head, tail), kind, max(head, tail)) if edge and edge.symmetric else (head, kind, tail)


def check(folder: Path) -> list[str]:
    """One line for each fault in the gold files of a folder."""
    return [f"{path.name}: {fault}" for path in gold_files(folder) for fault in _faults(path)]


def _faults(path: Path) -> Iterator[str]:
    gold, text = read_gold(path), normal(read_text(path))
    keys = Counter(entity["key"] for entity in gold["entities"])
    yield from (f"key {key} stands {n} times" for key, n in keys.items() if n > 1)
    names = Counter(normal(entity["name"]) for entity in gold["entities"])
    yield from (f"two entities named {name}" for name, n in names.items() if n > 1)
    for entity in gold["entities"]:
        yield from _entity_faults(entity, text)
    yield from _relation_faults(gold["relations"], set(keys))
    for measure in gold.get("measures", []):
        known = measure["subject"] in keys and measure["metric"] in ontology.load().measures
        if not known or not isinstance(measure["value"], int | float):
            yield f"measure {measure}"


def _entity_faults(entity: Record, text: str) -> Iterator[str]:
    name, mentions = entity["name"], entity.get("mentions", [])
    for kind in entity["type"].split("|"):
        if kind not in ontology.load().nodes:
            yield f"{name}: unknown type {kind}"
    if name not in mentions:
        yield f"{name}: its name is not among its mentions"
    if "CompanyGroup" not in entity["type"]:
        yield from (f"{name}: mention {m} is not in the text" for m in mentions if normal(m) not in text)


def _relation_faults(relations: list[Record], keys: set[str]) -> Iterator[str]:
    seen = set()
    for relation in relations:
        head, kind, tail = relation["head"], relation["type"], relation["tail"]
        yield from (f"{relation}: no entity {end}" for end in (head, tail) if end not in keys)
        if kind not in ontology.load().edges:
            yield f"unknown edge {kind}"
        if triple(head, kind, tail) in seen:
            yield f"edge twice {relation}"
        seen.add(triple(head, kind, tail))
        if head == tail:
            yield f"edge to itself {relation}"
