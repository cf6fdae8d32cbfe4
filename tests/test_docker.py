"""The files for Docker: what they set exists, nothing secret is in them, what they copy is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.settings import Settings
from tests.loaders.neo4j_server import Server

ROOT = Path(__file__).parent.parent
COMPOSE = ROOT / "docker-compose.yml"
KNOWN = {f"KG_{name.upper()}" for name in Settings.model_fields}
NEO4J_OWN = {"NEO4J_AUTH"}
"""Variables of Neo4j's image that are no settings of the server."""
SECRET = re.compile(r"PASSWORD|AUTH|KEY|TOKEN|SECRET")
REQUIRED = re.compile(r"(?:neo4j/)?\$\{(\w+):\?[^}]+\}")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    content = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    assert set(content["services"]) == {"neo4j", "api"}
    found: dict[str, Any] = content["services"]
    return found


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile: name and arguments."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, arguments) for name, arguments in lines]


def copied() -> Iterator[str]:
    """What the Dockerfile takes from the project's folder."""
    for name, arguments in instructions():
        if name == "COPY" and not arguments.startswith("--from"):
            yield from shlex.split(arguments)[:-1]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a path out: the last line that fits it or a folder above it decides."""
    out = False
    parts = path.split("/")
    above = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#") and any(_fits(name, line.removeprefix("!")) for name in above):
            out = not line.startswith("!")
    return out


def _fits(name: str, pattern: str) -> bool:
    """A star stands for no slash; `**/` for any folders."""
    if pattern.startswith("**/"):
        return fnmatch(name.rpartition("/")[2], pattern.removeprefix("**/"))
    return name.count("/") == pattern.count("/") and fnmatch(name, pattern)


def test_docker_compose_sets_only_what_the_api_knows(services: dict[str, Any]) -> None:
    names = set(services["api"]["environment"])
    assert names >= {"KG_STORE", "KG_NEO4J_PASSWORD", "KG_HOST"}
    assert names <= KNOWN


def test_docker_compose_sets_only_what_neo4j_knows(services: dict[str, Any], neo4j_database: Server) -> None:
    known = {row["name"] for row in neo4j_database.run("SHOW SETTINGS YIELD name")}
    variables = set(services["neo4j"]["environment"]) - NEO4J_OWN
    named = {name.removeprefix("NEO4J_").replace("_", ".").replace("..", "_") for name in variables}
    assert {name for name in named if "memory" in name} != set()
    assert named <= known


def test_docker_compose_takes_secrets_from_the_environment(services: dict[str, Any]) -> None:
    wanted = set()
    for service in services.values():
        for name, value in service["environment"].items():
            if SECRET.search(name):
                match = REQUIRED.fullmatch(value)
                assert match, f"{name} is no required variable of the environment"
                wanted.add(match[1])
    assert wanted == {"KG_NEO4J_PASSWORD", "KG_API_KEYS"}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(name in readme for name in wanted)


def test_docker_compose_waits_for_a_healthy_neo4j_that_keeps_its_data(services: dict[str, Any]) -> None:
    neo4j, api = services["neo4j"], services["api"]
    assert re.fullmatch(r"neo4j:(\$\{NEO4J_VERSION:-)?5\.26\}?-community", neo4j["image"])
    assert api["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert api["environment"]["KG_STORE"] == "bolt://neo4j:7687"
    volumes = dict(entry.split(":") for service in services.values() for entry in service["volumes"])
    assert volumes.keys() == yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["volumes"].keys()
    assert "/data" in volumes.values()
    assert all(service["healthcheck"]["test"] for service in services.values())


def test_docker_compose_opens_ports_to_this_machine_alone(services: dict[str, Any]) -> None:
    for service in services.values():
        assert all(str(port).startswith("127.0.0.1:") for port in service["ports"])


def test_docker_compose_lets_the_api_do_little(services: dict[str, Any]) -> None:
    api = services["api"]
    assert api["read_only"] is True
    assert api["tmpfs"] == ["/tmp"]
    assert api["cap_drop"] == ["ALL"]
    assert api["security_opt"] == ["no-new-privileges:true"]
    assert api["volumes"] == ["jobs:/jobs"]
    assert api["environment"]["KG_JOBS"].startswith("/jobs/")


def test_docker_compose_asks_the_api_where_it_answers(services: dict[str, Any]) -> None:
    from api.access import OPEN
    from api.routes import health

    check = services["api"]["healthcheck"]["test"]
    compile(check[-1], "healthcheck", "exec")
    [path] = re.findall(r"http://127\.0\.0\.1:8000(/\w+)", check[-1])
    assert path in {getattr(route, "path", None) for route in health.router.routes}
    assert path in OPEN


def test_docker_compose_is_what_docker_accepts(tmp_path: Path) -> None:
    """Asks Docker where it is installed with Compose; the structure is the other tests', everywhere."""
    yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        return
    environment = {"PATH": str(Path(docker).parent), "KG_NEO4J_PASSWORD": "for-a-test", "KG_API_KEYS": "a read 0"}
    command = [docker, "compose", "--file", str(COMPOSE), "config", "--quiet"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_dockerfile_copies_all_that_the_wheel_is_made_of() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    sources = list(copied())
    packages = {name.split(".")[0] for name in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    wanted = packages | {project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml"}
    assert wanted <= set(sources)
    assert [name for name in sources if ignored(name) or not (ROOT / name).exists()] == []
    data = [path.relative_to(ROOT).as_posix() for name in packages for path in (ROOT / name).rglob("*.*")]
    apart = ("kg/training/corpus/", "kg/training/held_out/")
    assert [name for name in data if ignored(name) and not name.startswith(apart) and "__pycache__" not in name] == []


@pytest.mark.parametrize(
    "path", [".env", ".git/config", ".venv/bin/python", "kg.kgl", "kg/x.kgl-wal", "tests/conftest.py", "notes.txt"]
)
def test_dockerignore_keeps_secrets_and_data_out(path: str) -> None:
    assert ignored(path)
    assert ignored("kg/__pycache__/cli.pyc")


def test_dockerfile_runs_the_service_as_nobody_special() -> None:
    lines = instructions()
    stages = [place for place, (name, _) in enumerate(lines) if name == "FROM"]
    last = dict(lines[stages[-1] :])
    assert int(last["USER"]) > 0
    assert last["CMD"] == '["kg", "serve"]'
    assert all(re.match(r"python:3\.1[1-9]-slim\b", lines[place][1]) for place in stages)
    assert not [arguments for name, arguments in lines if name in ("ENV", "ARG") and SECRET.search(arguments)]
    variables = {word.split("=")[0] for name, arguments in lines if name == "ENV" for word in shlex.split(arguments)}
    assert {name for name in variables if name.startswith("KG_")} <= KNOWN
