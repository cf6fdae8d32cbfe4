"""The sample corpus: articles of our own on publicly reported facts, for the demo and for first steps."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def paths() -> list[Traversable]:
    """The articles, Markdown with a YAML head, in the order of their names, which begin with year and month."""
    articles = (
        entry for entry in files("kg.sample").iterdir() if entry.name.endswith(".md") and entry.name[0].isdigit()
    )
    return sorted(articles, key=lambda entry: entry.name)
