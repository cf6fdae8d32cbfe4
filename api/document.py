"""Writes the OpenAPI document: `python -m api.document docs/openapi.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from api.app import create_app
from kg.settings import Settings
from loaders import open_store


def document() -> str:
    """The document of the application, as JSON with sorted keys."""
    store = open_store("memory:", Settings())
    try:
        found = create_app(Settings(), store).openapi()
    finally:
        store.close()
    found["info"].pop("version")  # a new version alone is no other interface
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")
