"""The ontology file says what it must, and wrong ones are refused with their place."""

from __future__ import annotations

import copy
from importlib.resources import files
from typing import Any

import pytest
import yaml

from kg import ontology
from kg.errors import DataError

DATA: dict[str, Any] = yaml.safe_load((files("kg") / "ontology.yaml").read_text(encoding="utf-8"))


def test_ontology_has_the_types_of_the_guideline() -> None:
    types = ontology.load()
    assert len(types.nodes) == 11
    assert len(types.edges) == 10
    assert "registered_companies" in types.measures


def test_ontology_names_and_colours_are_distinct() -> None:
    types = ontology.load()
    for kind in (types.nodes, types.edges):
        assert len({t.zh for t in kind.values()}) == len(kind)
        assert len({t.en for t in kind.values()}) == len(kind)
        assert len({t.colour for t in kind.values()}) == len(kind)


@pytest.mark.parametrize("name", list(DATA["nodes"]))
def test_ontology_colours_are_readable_on_white(name: str) -> None:
    assert contrast(ontology.load().nodes[name].colour) >= 2.4


def test_ontology_allows_by_the_ends() -> None:
    types = ontology.load()
    assert types.allows("Company", "LOCATED_IN", "Park")
    assert not types.allows("Park", "SUPPLIES_TO", "Region")


def test_ontology_labels() -> None:
    assert ontology.load().labels("Company") == ("Entity", "Company", "Organization")
    assert ontology.load().labels("Region") == ("Entity", "Region")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"edges": {"LOCATED_IN": {"tail": ["Parc"]}}}, "unknown node type Parc"),
        ({"nodes": {"Park": {"colour": "green"}}}, "colour"),
        ({"edges": {"COLLABORATES_WITH": {"tail": ["Company"]}}}, "same types at both ends"),
        ({"nodes": {"Park": {"color": "#123456"}}}, "color"),
    ],
)
def test_ontology_mistakes_are_named(change: dict[str, Any], message: str) -> None:
    data = copy.deepcopy(DATA)
    for part, types in change.items():
        for name, fields in types.items():
            data[part][name].update(fields)
    with pytest.raises(DataError, match=message):
        ontology.parse(data, "mine.yaml")


def contrast(colour: str) -> float:
    """Contrast with white after WCAG 2.1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
