"""The project as others meet it: what a wheel holds, that it runs elsewhere, and what its files promise."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built from its sources."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT))
    [built] = folder.glob("*.whl")
    return built


def run(*command: str, cwd: Path | None = None) -> str:
    """What a command prints; its whole output stands in the failure when it fails."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.slow
def test_project_wheel_holds_all_data_and_no_training_articles(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = run("git", "-C", str(ROOT), "ls-files", "kg", "loaders", "cypher", "api").split("\n")
    apart = ("kg/training/corpus/", "kg/training/held_out/")
    data = {name for name in tracked if name and not name.endswith((".py", ".md")) and not name.startswith(apart)}
    assert data - names == set()
    assert not [name for name in names if name.startswith((*apart, "tests"))]


@pytest.mark.slow
def test_project_wheel_runs_the_demo_beside_nothing_but_what_it_requires(wheel: Path, tmp_path: Path) -> None:
    python = tmp_path / "env" / "bin" / "python"
    run(sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "env"))
    run(sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    [packages] = tmp_path.glob("env/lib/python*/site-packages")
    for package in required("jjj-kg"):
        link(package, packages)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    answers = run(str(python.with_name("kg")), "demo", "--check", cwd=elsewhere)
    assert "天开高教科创园" in answers
    assert list(elsewhere.iterdir()) == []


def required(name: str) -> list[Distribution]:
    """What a package needs to run, and what that needs, without extras that nobody asked for."""
    asked, met = [Requirement(name)], set[tuple[str, frozenset[str]]]()
    while asked:
        wanted = asked.pop()
        key = canonical(wanted.name), frozenset(wanted.extras)
        if key not in met:
            met.add(key)
            lines = map(Requirement, distribution(wanted.name).requires or ())
            asked += [each for each in lines if each.marker is None or applies(each.marker, wanted.extras)]
    return [distribution(each) for each in sorted({name for name, _ in met} - {canonical(name)})]


def applies(marker: Marker, extras: set[str]) -> bool:
    """Whether a requirement holds here, for a package with or without some of its extras."""
    return any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def link(package: Distribution, folder: Path) -> None:
    """Shows a folder the files of a package that is installed elsewhere."""
    for file in package.files or ():
        if ".." not in file.parts and "__pycache__" not in file.parts:
            place = folder / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(Path(str(file.locate())))


def test_project_readme_names_only_commands_that_exist() -> None:
    from typer.main import get_command

    from kg.cli import app

    commands = set(getattr(get_command(app), "commands"))  # noqa: B009 - a click group
    shown = set(re.findall(r"^\$ kg (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert shown
    assert shown <= commands


def test_project_constraints_pin_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pinned = {canonical(line.split("==")[0]) for line in (ROOT / "constraints.txt").read_text().splitlines() if line}
    assert {canonical(re.split(r"[<>=\[ ]", name)[0]) for name in wanted} - pinned == set()


def canonical(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
