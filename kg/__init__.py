"""A knowledge graph of Beijing–Tianjin–Hebei industrial collaboration, made from Chinese articles.

nlp = kg.load()
doc = nlp("华海清科落户天津经开区。")
doc.ents, doc._.facts
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.pipeline import load as load

__all__ = ["load"]


def __getattr__(name: str) -> object:
    """Brings `load` when it is asked for: importing spaCy takes most of a second, and most modules need none."""
    if name == "load":
        from kg.pipeline import load

        return load
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
