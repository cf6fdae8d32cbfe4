"""An account whose home and working folder cannot be written, as in a locked-down office or a read-only container."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ARTICLE = "3月5日，华海清科股份有限公司落户天津经济技术开发区。\n"
HELD_BY_PERMISSIONS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""Takes from root the right to write where permissions forbid it."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder that holds an article and nothing may be added to."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    yield folder
    folder.chmod(0o755)


def kg(home: Path, *arguments: str, writable: bool = False) -> subprocess.CompletedProcess[str]:
    home.chmod(0o755 if writable else 0o555)
    root = os.geteuid() == 0
    if root and not shutil.which("setpriv"):
        pytest.skip("root writes anywhere without setpriv (util-linux)")
    return subprocess.run(
        [*(HELD_BY_PERMISSIONS if root else ()), sys.executable, "-c", "from kg.cli import main; main()", *arguments],
        cwd=home,
        env={**os.environ, "HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_extracting_needs_no_writable_place(home: Path) -> None:
    done = kg(home, "extract", "a.txt", "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert "华海清科股份有限公司" in [entity["name"] for entity in json.loads(done.stdout)["entities"]]


def test_store_that_cannot_be_made_here_is_explained_and_made_elsewhere(home: Path, tmp_path: Path) -> None:
    refused = kg(home, "build", "a.txt")
    assert refused.returncode == 1
    assert f"{home} is not writable here; name a store elsewhere with --store or KG_STORE" in refused.stderr
    assert [path.name for path in home.iterdir()] == ["a.txt"]
    assert kg(home, "build", "a.txt", "--store", str(tmp_path / "elsewhere.kgl")).returncode == 0


def test_store_in_a_place_that_is_read_only_is_read_and_not_written(home: Path) -> None:
    store = str(home / "a.kgl")
    assert kg(home, "build", "a.txt", "--store", store, writable=True).returncode == 0
    before = Path(store).read_bytes()
    found = kg(home, "query", "MATCH (a:Article) RETURN count(a) AS n", "--store", store, "--format", "json")
    assert (found.returncode, json.loads(found.stdout)) == (0, [{"n": 1}])
    (home / "a.txt").write_text(ARTICLE * 2, encoding="utf-8")
    assert "is not writable here" in kg(home, "build", "a.txt", "--store", store).stderr
    assert Path(store).read_bytes() == before
