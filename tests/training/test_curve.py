"""The learning curve on a tiny part of the corpus."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.errors import DataError
from kg.training import commands, curve
from kg.training.annotations import Annotated, read_annotated

pytestmark = pytest.mark.slow

CORPUS = Path(commands.__file__).parent / "corpus"
GOLD = Path(__file__).parents[1] / "gold"


def some(folder: Path, writers: int, each: int) -> Path:
    """A corpus of the first articles of the first writers."""
    folder.mkdir()
    names = sorted({path.stem.split("-")[0] for path in CORPUS.glob("*.json")})[:writers]
    for name in names:
        for path in sorted(CORPUS.glob(f"{name}-*.json"))[:each]:
            for suffix in (".json", ".txt"):
                shutil.copy(path.with_suffix(suffix), folder)
    return folder


@pytest.fixture
def held_out(tmp_path: Path) -> Path:
    folder = tmp_path / "held_out"
    folder.mkdir()
    for suffix in (".json", ".txt"):
        shutil.copy(GOLD / f"d01{suffix}", folder)
    return folder


def test_parts_grow_by_whole_writers_and_hold_each_other(tmp_path: Path) -> None:
    articles = list(read_annotated(some(tmp_path / "corpus", 7, 2)))
    parts = curve.growing(articles, 5)
    files = [{a.article.file for a in part} for part in parts]
    assert [len(part) for part in parts] == [4, 8, 14]
    assert all(one < other for one, other in pairwise(files))
    for part in parts:
        writers = {a.writer for a in part}
        assert len(part) == sum(a.writer in writers for a in articles)


def test_one_writer_makes_no_curve(tmp_path: Path) -> None:
    articles: list[Annotated] = list(read_annotated(some(tmp_path / "corpus", 1, 2)))
    with pytest.raises(DataError, match="writers"):
        curve.growing(articles, 3)


def test_command_trains_and_scores_each_part(tmp_path: Path, held_out: Path) -> None:
    corpus = some(tmp_path / "corpus", 4, 3)
    arguments = ["curve", str(corpus), "--held-out", str(held_out), "--parts", "2"]
    done = CliRunner().invoke(commands.app, arguments)
    assert done.exit_code == 0, done.output
    rows = [line.split("|")[1:-1] for line in done.stdout.splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert [[cell.strip() for cell in row[:2]] for row in rows] == [["2", "6"], ["4", "12"]]
    nodes = [float(row[2]) for row in rows]
    assert 0.1 < nodes[0] < 1
    assert 0.1 < nodes[1] < 1


def test_weights_given_are_those_used(held_out: Path, tmp_path: Path) -> None:
    articles = list(read_annotated(some(tmp_path / "corpus", 2, 2)))
    names, weights = curve.train(articles, tmp_path / "made", curve.CHEAP, commands.heard, lambda _: None)
    unseen = [a.article for a in read_annotated(held_out)]
    own = curve.extract(unseen, names, weights)
    shipped = curve.extract(unseen, curve.namer.load(), curve.relating.Weights())
    assert own != shipped
    assert len(shipped[0]["relations"]) > len(own[0]["relations"])
