"""What the scripts of the pages say, in the reader's language."""

from __future__ import annotations

from typing import Any

from api.deps import TYPES
from api.previews.drawing import SHAPES
from api.texts import Texts, load

SAID = {
    "page": "panel_open",
    "evidence": "panel_title",
    "aliases": "aliases",
    "close": "panel_close",
    "more": "more_statements",
    "cell": "flows_cell_open",
    "flow": "flows_cell",
    "csv": "take_csv",
}
"""What a script says that a page says too, by its name in texts.yaml."""
EXPLORER = "explore_"
"""How the names of the explorer's texts begin; its scripts know them without that."""
FILLED = (
    "count",
    "total",
    "shown",
    "name",
    "region",
    "first",
    "last",
    "nodes",
    "edges",
    "all_nodes",
    "all_edges",
    "origin",
    "destination",
)
"""Placeholders that the scripts fill themselves."""


def words(texts: Texts) -> dict[str, Any]:
    """All that a script shows of its own."""
    kept = {name: "{" + name + "}" for name in FILLED}
    own = [key for key in load()["pages"] if key.startswith(EXPLORER)]
    regions = ("11", "12", "13", "other", "none")
    return {
        **{name: texts(key, **kept) for name, key in SAID.items()},
        **{key.removeprefix(EXPLORER): texts(key, **kept) for key in own},
        "nodes": {key: texts.name(kind) for key, kind in TYPES.nodes.items()},
        "edges": {
            key: {"name": texts.name(kind), "symmetric": kind.symmetric, "sentence": list(texts.sentence(key))}
            for key, kind in TYPES.edges.items()
        },
        "states": {"done": texts("explore_done"), **{key: texts.name(kind) for key, kind in TYPES.status.items()}},
        "status": {key: texts.name(kind) for key, kind in TYPES.status.items()},
        "regions": {key: texts(f"{EXPLORER}region_{key}") for key in regions},
        "shapes": SHAPES,
    }
