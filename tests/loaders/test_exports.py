"""GraphML, JSON-LD, CSV and Browser's style sheet, read back by programs that know these formats."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

import networkx
import pytest
import rdflib
from rdflib.namespace import PROV, RDF, XSD

from kg import ontology
from kg.errors import StoreError
from loaders import Store, View, exports, grass, streaming
from loaders.rows import edge_id
from tests.loaders.conftest import Fresh, dump
from tests.loaders.graphs import QUOTES, SCRIPT, graphs, park_article

SCHEMA = rdflib.Namespace("https://schema.org/")
OWN = rdflib.Namespace("urn:jjj-kg:vocabulary:")
OF_RDFLIB = "ignore:ConjunctiveGraph is deprecated"
"""Its own reader of JSON-LD uses it."""
LABELS = {"entities": "Entity", "articles": "Article", "statements": "Statement", "measures": "Measure"}

ENTITY = rdflib.Namespace("urn:jjj-kg:entity:")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PAGE", 4)
    monkeypatch.setattr(streaming, "BATCH", 3)


def written(store: Store, write: Callable[[View, TextIO], Iterator[int]], nodes: int) -> str:
    """What an export writes; `nodes` is how many it must tell of."""
    stream = io.StringIO()
    with store.view() as view:
        assert sum(write(view, stream)) == nodes
    return stream.getvalue()


def tables(store: Store, folder: Path) -> dict[str, list[dict[str, str]]]:
    with store.view() as view:
        assert sum(exports.tables(view, folder)) == 18
    texts = {name: (folder / f"{name}.csv").read_bytes().decode("utf-8-sig") for name in exports.CSV_TABLES}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def nodes_of(store: Store, label: str) -> list[dict[str, Any]]:
    return [row["n"] for row in map(json.loads, dump(store)) if "n" in row and label in row["n"]["labels"]]


def edges_of(store: Store) -> list[dict[str, Any]]:
    rows = [row for row in map(json.loads, dump(store)) if "edge" in row]
    return [row for row in rows if row["edge"]["type"] in ontology.load().edges]


def test_graphml_is_the_graph_of_entities(store: Store) -> None:
    graph = networkx.parse_graphml(written(store, exports.graphml, 15), force_multigraph=True)
    expected = nodes_of(store, "Entity")
    assert graph.is_directed()
    for node in expected:
        shown = dict(graph.nodes[node.pop("id")])
        labels = node.pop("labels")
        aliases = node.pop("aliases")
        assert shown.pop("label") == node["name"]
        assert json.loads(shown.pop("aliases", "[]")) == aliases
        assert shown == node
        assert shown["type"] in labels
    assert len(graph) == len(expected) == 15
    assert {(head, shown["type"], tail) for head, tail, shown in graph.edges(data=True)} == {
        (row["head"], row["edge"]["type"], row["tail"]) for row in edges_of(store)
    }
    shown = graph.edges["script-co", "haihe-park", edge_id("script-co", "LOCATED_IN", "haihe-park")]
    assert shown == {
        "label": "位于", "type": "LOCATED_IN", "status": "done", "firstSeen": "2024-02-26", "lastSeen": "2025-03-01",
        "sources": 2, "confidence": 0.94,
    }  # fmt: skip


def test_graphml_has_signs_that_xml_cannot_write_replaced(fresh: Fresh) -> None:
    graph = park_article()
    odd = replace(graph.entities[-1], name='x\x00\x0b😀<"\n')
    store = fresh(replace(graph, entities=(*graph.entities[:-1], odd)))
    found = networkx.parse_graphml(written(store, exports.graphml, 8), force_multigraph=True)
    assert found.nodes["obrien"]["name"] == 'x\ufffd\ufffd😀<"\n'


@pytest.mark.filterwarnings(OF_RDFLIB)
def test_jsonld_says_everything_as_rdf(store: Store) -> None:
    graph = rdflib.Graph().parse(data=written(store, exports.jsonld, 18), format="json-ld")
    for node in nodes_of(store, "Entity"):
        subject = ENTITY[node["id"]]
        assert set(graph.objects(subject, RDF.type)) == {OWN[label] for label in node["labels"]}
        assert str(graph.value(subject, SCHEMA.name)) == node["name"]
        assert sorted(map(str, graph.objects(subject, SCHEMA.alternateName))) == node["aliases"]
    edges = {(ENTITY[row["head"]], OWN[row["edge"]["type"]], ENTITY[row["tail"]]) for row in edges_of(store)}
    types = {OWN[name] for name in ontology.load().edges}
    assert {triple for triple in graph if triple[1] in types} == edges
    said = set(graph.subjects(RDF.type, OWN.Edge))
    assert {
        tuple(graph.value(edge, part) for part in (RDF.subject, RDF.predicate, RDF.object)) for edge in said
    } == edges


@pytest.mark.filterwarnings(OF_RDFLIB)
def test_jsonld_leads_from_an_edge_to_its_sentence_and_article(store: Store) -> None:
    graph = rdflib.Graph().parse(data=written(store, exports.jsonld, 18), format="json-ld")
    edge = rdflib.URIRef("urn:jjj-kg:edge:" + edge_id("xinglan", "RELOCATED_FROM", "region-110108"))
    assert graph.value(edge, OWN.confidence) == rdflib.Literal("8.0E-1", datatype=XSD.double)
    [statement] = graph.subjects(OWN.edge, edge)
    assert "北京市\n海淀区迁入" in str(graph.value(statement, OWN.sentence))
    article = graph.value(statement, PROV.wasDerivedFrom)
    assert str(graph.value(article, OWN.title)) == "海河智谷迎来新企业"
    assert len(set(graph.objects(article, SCHEMA.mentions))) == 8
    [measure] = graph.subjects(OWN.metric, rdflib.Literal("investment"))
    assert graph.value(measure, SCHEMA.about) == ENTITY["haihe-park"]
    assert len(set(graph.subjects(RDF.type, OWN.Statement))) == len(nodes_of(store, "Statement"))


def test_jsonld_needs_no_other_host(store: Store) -> None:
    document = json.loads(written(store, exports.jsonld, 18))
    assert isinstance(document["@context"], dict)
    assert not {"@import"} & document["@context"].keys()


def test_csv_tables_hold_every_row(store: Store, tmp_path: Path) -> None:
    found = tables(store, tmp_path)
    for name, label in LABELS.items():
        expected = {node["id"]: node for node in nodes_of(store, label)}
        assert len(found[name]) == len(expected)
        for row in found[name]:
            node = expected[row["id"]]
            assert {key: row[key] for key in node.keys() - {"labels"}} == {
                key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                for key, value in node.items()
                if key != "labels"
            }
    assert {(row["head"], row["type"], row["tail"]) for row in found["edges"]} == {
        (row["head"], row["edge"]["type"], row["tail"]) for row in edges_of(store)
    }
    assert len(found["mentions"]) == 21
    assert {row["name"] for row in found["entities"]} > {SCRIPT, QUOTES}
    assert any("\n" in row["sentence"] for row in found["statements"])


def test_csv_tables_begin_with_the_mark_that_spreadsheets_know(store: Store, tmp_path: Path) -> None:
    tables(store, tmp_path)
    assert (tmp_path / "entities.csv").read_bytes().startswith(b"\xef\xbb\xbfid,name,")


def test_csv_folder_that_cannot_be_written_is_explained(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="file: cannot be written"):
        tables(store, tmp_path / "file")


@pytest.mark.parametrize("write", [exports.graphml, exports.jsonld])
def test_exports_of_an_empty_store_are_well_formed(
    fresh: Fresh, write: Callable[[View, TextIO], Iterator[int]]
) -> None:
    text = written(fresh(), write, 0)
    if write is exports.jsonld:
        assert json.loads(text)["@graph"] == []
    else:
        assert len(networkx.parse_graphml(text)) == 0


def test_exports_do_not_depend_on_the_order_of_loading(fresh: Fresh) -> None:
    one, other = (
        [written(fresh(*order), write, nodes) for write, nodes in ((exports.graphml, 15), (exports.jsonld, 18))]
        for order in (graphs(), graphs()[::-1])
    )
    assert one == other


def sheet() -> dict[str, dict[str, str]]:
    """The rules of the style sheet, read as Browser reads them."""
    rules = re.findall(r"([\w.]+) \{((?:'[^']*'|[^'}])*)\}", grass.style_sheet())
    return {
        selector: dict(
            (part.strip().strip("'") for part in line.split(":")) for line in body.split(";") if line.strip()
        )
        for selector, body in rules
    }


def test_style_sheet_has_the_colours_and_names_of_the_ontology() -> None:
    rules, types = sheet(), ontology.load()
    for name, node in types.nodes.items():
        assert rules[f"node.{name}"]["color"] == node.colour
        assert rules[f"node.{name}"]["caption"] == "{name}"
    for name, edge in types.edges.items():
        assert (rules[f"relationship.{name}"]["color"], rules[f"relationship.{name}"]["caption"]) == (
            edge.colour,
            edge.zh,
        )
    assert {"node", "relationship", "node.Article", "node.Statement", "node.Measure"} < rules.keys()


def test_style_sheet_keeps_to_what_browser_reads() -> None:
    text = grass.style_sheet()
    bare = re.sub(r"'[^']*'", "''", text)
    assert bare.count("{") == bare.count("}") == len(sheet())
    assert "/*" not in text
    assert '"' not in text
    assert all(re.fullmatch(r"[\w.]+ \{|  [\w-]+: [^:;]+;|\}|", line) for line in bare.splitlines())
    # of an entity's labels only one has a rule: no other rule takes its colour away
    assert not {"node.Entity", "node.Organization"} & sheet().keys()


@pytest.mark.parametrize("selector", [name for name in sheet() if "." in name])
def test_style_sheet_has_letters_that_can_be_read(selector: str) -> None:
    rule = sheet()[selector]
    light, dark = sorted((luminance(rule["color"]), luminance(rule["text-color-internal"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
