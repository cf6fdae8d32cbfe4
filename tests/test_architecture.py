"""Dependencies point one way: reading → naming → relating → linking → pipeline → loaders → api → command line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS: tuple[tuple[str, ...], ...] = (
    ("kg.errors", "kg.records"),
    ("kg.layers", "kg.ontology", "kg.settings", "kg.words"),
    ("kg.reading",),
    ("kg.naming",),
    ("kg.relating",),
    ("kg.linking",),
    ("kg.segmentation", "kg.gold", "kg.output", "kg.client"),
    ("kg.explaining",),
    ("kg.voices",),
    ("kg.components", "kg.evaluation"),
    ("kg.pipeline", "kg.reporting"),
    ("kg",),
    ("kg.training",),
    ("loaders",),
    ("api",),
    ("kg.cli",),
)
"""A module may import its own layer's package and every layer before it; two packages of one layer know nothing of
each other. `kg` itself is the package's front door: `kg/__init__.py`."""


def modules() -> list[Path]:
    packages = ("kg", "loaders", "api")
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def dotted(path: Path) -> str:
    """kg/reading/__init__.py → kg.reading"""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer(module: str) -> tuple[int, str]:
    """Number of the layer and the part of the project that a module belongs to; the longest name wins."""
    found = [
        (part, number)
        for number, parts in enumerate(LAYERS)
        for part in parts
        if module == part or module.startswith(part + ".")
    ]
    part, number = max(found, key=lambda item: len(item[0]))
    return number, part


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every project module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from ((node.lineno, name) for name in names if name.split(".")[0] in {"kg", "loaders", "api"})


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_imports_point_to_earlier_layers(path: Path) -> None:
    here, part = layer(dotted(path))
    for line, name in imports(path):
        there, other = layer(name)
        assert part == other or there < here, f"{dotted(path)}:{line} imports {name}: {part} stands before {other}"


def test_every_module_has_a_layer() -> None:
    parts = {part for parts in LAYERS for part in parts}
    top = {dotted(path) for path in modules() if len(path.relative_to(ROOT).parts) == 2}
    assert {module for module in top if module.startswith("kg.") and module not in parts} == set()


def test_extraction_needs_no_store_and_no_web() -> None:
    for path in (ROOT / "kg").rglob("*.py"):
        if "cli" not in path.parts:
            assert not [name for _, name in imports(path) if name.split(".")[0] in {"loaders", "api"}], path
