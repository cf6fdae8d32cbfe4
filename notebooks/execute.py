"""Runs the notebooks from top to bottom and writes their outputs: python notebooks/execute.py [NAME…]

Outputs larger than `MOST` bytes are left out; a preview is then what its text says, and is drawn when a reader runs it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
MOST = 60_000


def execute(path: Path, folder: Path, timeout: int = 300) -> nbformat.NotebookNode:
    """The notebook with new outputs; its cells run in `folder`. Raises `CellExecutionError` as soon as a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=timeout, kernel_name="python3", resources={"metadata": {"path": folder}})
    client.execute()
    return small(notebook)


def small(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Without what changes from run to run, and without large outputs."""
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            for kind in [kind for kind, value in data.items() if len(json.dumps(value)) > MOST]:
                del data[kind]
    return notebook


if __name__ == "__main__":
    for found in sorted(HERE.glob("*.ipynb")):
        if not sys.argv[1:] or found.stem in sys.argv[1:]:
            nbformat.write(execute(found, HERE.parent), found)
