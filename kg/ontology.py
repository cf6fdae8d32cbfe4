"""The types of the graph, read from ontology.yaml and checked."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kg.errors import DataError

COLOUR = re.compile(r"#[0-9A-F]{6}")


class Named(BaseModel):
    """Something with a Chinese and an English name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str


class NodeType(Named):
    """A type of entity."""

    colour: str = Field(pattern=COLOUR.pattern)
    organization: bool = False
    apart: bool = False
    about: str


class EdgeType(Named):
    """A type of relation and the types that its two ends may have."""

    colour: str = Field(pattern=COLOUR.pattern)
    head: tuple[str, ...]
    tail: tuple[str, ...]
    symmetric: bool = False
    apart: bool = False
    about: str


class Ontology(BaseModel):
    """All types of the graph; each mapping is in the order of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nodes: dict[str, NodeType]
    edges: dict[str, EdgeType]
    measures: dict[str, Named]
    status: dict[str, Named]

    @model_validator(mode="after")
    def _ends_are_types(self) -> Ontology:
        for name, edge in self.edges.items():
            unknown = {*edge.head, *edge.tail} - self.nodes.keys()
            if unknown:
                raise ValueError(f"{name}: unknown node type {', '.join(sorted(unknown))}")
            if edge.symmetric and edge.head != edge.tail:
                raise ValueError(f"{name}: a symmetric edge has the same types at both ends")
        return self

    def allows(self, head: str, edge: str, tail: str) -> bool:
        """Whether an edge of this type may run between these two node types."""
        kind = self.edges[edge]
        return head in kind.head and tail in kind.tail

    def labels(self, node: str) -> tuple[str, ...]:
        """The labels of a node in a store: Entity, its type, and Organization for organisations."""
        return ("Entity", node, "Organization") if self.nodes[node].organization else ("Entity", node)


def parse(data: Any, name: str = "ontology") -> Ontology:
    """Checks what a YAML file holds; `name` stands in the error's message."""
    try:
        return Ontology.model_validate(data)
    except ValidationError as error:
        raise DataError(f"{name}: {error}") from error


@cache
def load() -> Ontology:
    """The ontology that the package ships."""
    path = files("kg") / "ontology.yaml"
    return parse(yaml.safe_load(path.read_text(encoding="utf-8")), "kg/ontology.yaml")
