"""A graph as files for other programs, written while it is read, never whole in memory.

GraphML (Gephi, Cytoscape, networkx): entities and the edges between them.
JSON-LD (RDF stores): everything; statements and edges are rdf:Statements with subject, predicate and object.
CSV (spreadsheets, pandas): everything, one table a kind.

Each function gives how many nodes each step brought, for who shows how far it is.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from kg import ontology
from kg.errors import StoreError
from loaders import streaming
from loaders.base import View
from loaders.rows import EDGE_PROPERTIES, MENTION_PROPERTIES, PROPERTIES, ArticleRows, Properties
from loaders.streaming import EdgeRow

NUMBERS = {"lon": "double", "lat": "double", "confidence": "double", "articleCount": "int", "sources": "int"}
"""The types of those properties of entities and edges, in GraphML's words, that are no text."""
UNFIT_FOR_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

CSV_TABLES: dict[str, tuple[str, ...]] = {
    "entities": PROPERTIES["Entity"],
    "edges": ("head", "type", "tail", *EDGE_PROPERTIES),
    "articles": PROPERTIES["Article"],
    "mentions": ("article", "entity", *MENTION_PROPERTIES),
    "statements": ("article", "head", "tail", *PROPERTIES["Statement"]),
    "measures": ("article", "entity", *PROPERTIES["Measure"]),
}
"""The files of an export as CSV and their columns."""

BASE = "urn:jjj-kg:"


def graphml(view: View, stream: TextIO) -> Iterator[int]:
    """Writes entities and edges as GraphML; `label` is what programs show, lists are JSON."""
    keys = {"node": ("label", *PROPERTIES["Entity"][1:]), "edge": ("label", "type", *EDGE_PROPERTIES[1:])}
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for kind, names in keys.items():
        for name in names:
            declared = f'for="{kind}" attr.name="{name}" attr.type="{NUMBERS.get(name, "string")}"'
            stream.write(f'<key id="{kind}-{name}" {declared}/>\n')
    stream.write('<graph id="kg" edgedefault="directed">\n')
    for ids in streaming.batches(view, "Entity"):
        for entity in streaming.entities(view, ids):
            data = _data("node", {"label": entity["name"], **entity})
            stream.write(f"<node id={_attribute(entity['id'])}>{data}</node>\n")
        yield len(ids)
    for ids in streaming.batches(view, "Entity"):
        stream.writelines(map(_graphml_edge, streaming.edges(view, ids)))
    stream.write("</graph>\n</graphml>\n")


def jsonld(view: View, stream: TextIO) -> Iterator[int]:
    """Writes everything as one JSON-LD document, one node a line; its context is in it and names no other host's."""
    stream.write('{"@context": ' + json.dumps(context(), ensure_ascii=False, indent=1) + ',\n"@graph": [')
    separator = "\n"
    for step in _jsonld_steps(view):
        count = 0
        for node in step:
            stream.write(separator + json.dumps(node, ensure_ascii=False))
            separator = ",\n"
            count += node["id"].startswith((f"{BASE}entity:", f"{BASE}article:"))
        yield count
    stream.write("\n]}\n")


def tables(view: View, folder: Path) -> Iterator[int]:
    """Writes one CSV file a kind of row into a folder, replacing those of an earlier export.

    UTF-8 with a byte-order mark, by which spreadsheets know it; lists are JSON. Raises `StoreError` when the folder
    cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            writers = {name: _table(folder / f"{name}.csv", columns, stack) for name, columns in CSV_TABLES.items()}
            yield from _csv_rows(view, lambda table, row: writers[table].writerow(_cells(row)))
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error


def table(name: str, view: View, stream: TextIO) -> Iterator[int]:
    """Writes one of `CSV_TABLES` as `tables` does, byte-order mark included."""
    stream.write("\ufeff")
    writer = csv.DictWriter(stream, CSV_TABLES[name], lineterminator="\r\n")
    writer.writeheader()

    def write(table: str, row: Properties) -> None:
        if table == name:
            writer.writerow(_cells(row))

    yield from _csv_rows(view, write)


def context() -> dict[str, Any]:
    """What the names in the JSON-LD document mean: schema.org, RDF and PROV where they have a word, else our own."""
    reference = {"@type": "@id"}
    return {
        "@version": 1.1,
        "@vocab": f"{BASE}vocabulary:",
        "schema": "https://schema.org/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "prov": "http://www.w3.org/ns/prov#",
        "id": "@id",
        "type": "@type",
        "name": "schema:name",
        "aliases": "schema:alternateName",
        "head": {"@id": "rdf:subject", **reference},
        "edgeType": {"@id": "rdf:predicate", "@type": "@vocab"},
        "tail": {"@id": "rdf:object", **reference},
        "article": {"@id": "prov:wasDerivedFrom", **reference},
        "mentions": {"@id": "schema:mentions", **reference},
        "about": {"@id": "schema:about", **reference},
        "edge": reference,
        **dict.fromkeys(ontology.load().edges, reference),
    }


def _graphml_edge(edge: EdgeRow) -> str:
    shown = {"label": ontology.load().edges[edge.type].zh, "type": edge.type, **edge.properties}
    ends = f"source={_attribute(edge.head)} target={_attribute(edge.tail)}"
    return f"<edge id={_attribute(edge.properties['id'])} {ends}>{_data('edge', shown)}</edge>\n"


def _data(kind: str, properties: Properties) -> str:
    texts = {name: _text(value) for name, value in properties.items() if name != "id" and value != []}
    return "".join(f'<data key="{kind}-{name}">{escape(_for_xml(text))}</data>' for name, text in texts.items())


def _attribute(text: str) -> str:
    return quoteattr(_for_xml(text))


def _for_xml(text: str) -> str:
    """Text without the control characters that XML has no way to write."""
    return UNFIT_FOR_XML.sub("\ufffd", text)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _jsonld_steps(view: View) -> Iterator[Iterable[Properties]]:
    for ids in streaming.batches(view, "Entity"):
        yield _jsonld_entities(view, ids)
    for ids in streaming.batches(view, "Article"):
        yield (node for rows in streaming.articles(view, ids) for node in _jsonld_article(rows))


def _jsonld_entities(view: View, ids: list[str]) -> Iterator[Properties]:
    labels = ontology.load().labels
    edges = streaming.edges(view, ids)
    direct: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for edge in edges:
        direct[edge.head][edge.type].append(_name("entity", edge.tail))
    for entity in streaming.entities(view, ids):
        own = {**entity, "id": _name("entity", entity["id"]), "type": list(labels(entity["type"]))}
        yield {**own, **direct[entity["id"]]}
    for edge in edges:
        ends = {"head": _name("entity", edge.head), "edgeType": edge.type, "tail": _name("entity", edge.tail)}
        yield {**edge.properties, "id": _name("edge", edge.properties["id"]), "type": ["Edge", "rdf:Statement"], **ends}


def _jsonld_article(rows: ArticleRows) -> Iterator[Properties]:
    article = _name("article", rows.id)
    mentioned = [_name("entity", mention.entity) for mention in rows.mentions]
    yield {**rows.article, "id": article, "type": "Article", "mentions": mentioned}
    for said in rows.statements:
        own = dict(said.properties)
        edge = {"edge": _name("edge", own.pop("edgeId"))}
        ends = {"head": _name("entity", said.head), "tail": _name("entity", said.tail), "article": article}
        yield {**own, "id": _name("statement", own["id"]), "type": ["Statement", "rdf:Statement"], **edge, **ends}
    for figure in rows.measures:
        own = figure.properties
        ends = {"about": _name("entity", figure.entity), "article": article}
        yield {**own, "id": _name("measure", own["id"]), "type": "Measure", **ends}


def _name(kind: str, id: str) -> str:
    return f"{BASE}{kind}:{quote(id, safe='')}"


def _table(path: Path, columns: tuple[str, ...], stack: ExitStack) -> csv.DictWriter[str]:
    stream = stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
    table = csv.DictWriter(stream, columns, lineterminator="\r\n")
    table.writeheader()
    return table


def _cells(row: Properties) -> Properties:
    return {name: _text(value) for name, value in row.items()}


def _csv_rows(view: View, write: Callable[[str, Properties], None]) -> Iterator[int]:
    for ids in streaming.batches(view, "Entity"):
        for entity in streaming.entities(view, ids):
            write("entities", entity)
        for edge in streaming.edges(view, ids):
            write("edges", {"head": edge.head, "type": edge.type, "tail": edge.tail, **edge.properties})
        yield len(ids)
    for ids in streaming.batches(view, "Article"):
        for rows in streaming.articles(view, ids):
            here = {"article": rows.id}
            write("articles", rows.article)
            for mention in rows.mentions:
                write("mentions", {**here, "entity": mention.entity, **mention.properties()})
            for said in rows.statements:
                write("statements", {**here, "head": said.head, "tail": said.tail, **said.properties})
            for figure in rows.measures:
                write("measures", {**here, "entity": figure.entity, **figure.properties})
        yield len(ids)
