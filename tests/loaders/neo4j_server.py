"""A real Neo4j for the tests, without Docker: Maven fetches its jars once, Java runs them on a free port.

`KG_TEST_NEO4J=bolt://…` uses a server that runs already, with the credentials in KG_NEO4J_USER and KG_NEO4J_PASSWORD;
its database must be empty, for the tests delete what they find. `KG_TEST_NEO4J_VERSION=2026.08.1` boots another version
than that of the pom, `KG_TEST_JAVA=/usr/lib/jvm/…` with the Java of that folder (2025 and later need 21 or newer).
"""

from __future__ import annotations

import os
import resource
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
import xml.etree.ElementTree as ElementTree
from collections import deque
from pathlib import Path

import neo4j
import platformdirs
import pytest
from pydantic import SecretStr

from kg.settings import Settings

POM = Path(__file__).with_suffix(".xml")
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
QUICK = ("-Xmx512m", "-XX:TieredStopAtLevel=1")
"""Starts sooner and takes little memory; for loads of many articles the JVM's own choice is faster."""
JVM = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.default_advertised_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.directories.import=import
server.memory.pagecache.size=128m
dbms.usage_report.enabled=false
db.tx_log.rotation.retention_policy=1 files
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
"""
FOR_TESTS = """\
db.transaction.monitor.check.interval=100ms
dbms.cypher.min_replan_interval=1h
"""
"""Queries are stopped in time, and are not planned anew whenever a test has emptied the database."""
JAVA_HOME = os.environ.get("KG_TEST_JAVA")
JAVA = str(Path(JAVA_HOME) / "bin" / "java") if JAVA_HOME else "java"
START_SECONDS = 120
STOP_SECONDS = 60


class Server:
    """A server that runs somewhere: where, and as whom to speak to it."""

    def __init__(self, uri: str, user: str, password: str) -> None:
        self.uri = uri
        self.user = user
        self.password = password
        self._driver: neo4j.Driver | None = None

    def settings(self, **others: object) -> Settings:
        """Settings with the server as the store and its credentials."""
        own = Settings(store=self.uri, neo4j_user=self.user, neo4j_password=SecretStr(self.password))
        return own.model_copy(update=others)

    def environment(self) -> dict[str, str]:
        """The environment under which `kg` uses the server."""
        credentials = {"KG_NEO4J_USER": self.user, "KG_NEO4J_PASSWORD": self.password}
        return {**os.environ, "KG_STORE": self.uri, **credentials}

    def run(self, cypher: str, **params: object) -> list[dict[str, object]]:
        """Runs one statement as its own transaction, past the store under test."""
        if self._driver is None:
            self._driver = neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password))
        with self._driver.session() as session:
            return session.run(cypher, params).data()

    def empty(self) -> None:
        """Deletes all nodes and edges; the schema stays."""
        self.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")

    def forget(self) -> None:
        """Closes the connections of `run`."""
        if self._driver is not None:
            self._driver.close()
            self._driver = None


class OwnServer(Server):
    """A server that the tests start, kill and stop; its files are in `home`."""

    def __init__(self, lib: Path, home: Path, more: str = FOR_TESTS, jvm: tuple[str, ...] = QUICK) -> None:
        self._jvm = jvm
        self._port = _free_port()
        super().__init__(f"bolt://127.0.0.1:{self._port}", "neo4j", secrets.token_hex(12))
        self.home = home
        self._lib = lib
        self._process: subprocess.Popen[str] | None = None
        (home / "conf").mkdir(parents=True)
        (home / "import").mkdir()
        self.configure(more)
        self.admin("dbms", "set-initial-password", self.password)

    def configure(self, more: str) -> None:
        """Writes the server's configuration, for the next start: `more` is added to what it always has."""
        text = CONFIGURATION.format(port=self._port) + more
        (self.home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")

    def admin(self, *arguments: str) -> str:
        """What a command of `neo4j-admin` prints."""
        places = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        command = [JAVA, *QUICK, *JVM, "-cp", f"{self._lib}/*", "org.neo4j.cli.AdminTool"]
        done = subprocess.run(
            [*command, *arguments], env={**os.environ, **places}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"neo4j-admin {' '.join(arguments[:2])} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Starts the server, which must not be running, and waits until it answers."""
        places = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}", "--console-mode"]
        self._process = subprocess.Popen(
            [JAVA, *self._jvm, *JVM, "-cp", f"{self._lib}/*", _entry_point(), *places],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said: deque[str] = deque(maxlen=50)
        settled = threading.Event()
        threading.Thread(target=_listen, args=(self._process, said, settled), daemon=True).start()
        if not settled.wait(START_SECONDS) or not any(line.endswith("Started.\n") for line in said):
            self.kill()
            raise RuntimeError(f"Neo4j did not start:\n{''.join(said)}")

    def fill_disk(self) -> None:
        """From now on no file of the running server can grow, as on a full disk; until it is started again."""
        if not hasattr(resource, "prlimit") or self._process is None:
            pytest.skip("only Linux can limit the files of a running process")
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def runs(self) -> bool:
        return self._process is not None

    def stop(self) -> None:
        """Ends the server in order, if it runs."""
        self.forget()
        if self._process is not None:
            self._process.terminate()
            self._process.wait(STOP_SECONDS)
            self._process = None

    def kill(self) -> None:
        """Ends the server as a power cut would (kill -9)."""
        self.forget()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def found() -> Server | None:
    """The server that KG_TEST_NEO4J names, if it names one; fails when its database is not empty."""
    uri = os.environ.get("KG_TEST_NEO4J")
    if not uri:
        return None
    settings = Settings()
    server = Server(uri, settings.neo4j_user, settings.neo4j_password.get_secret_value())
    if server.run("MATCH (n) RETURN n LIMIT 1"):
        pytest.fail(f"{uri} is not empty, and the tests would delete all of it: give them an empty database")
    return server


def started(home: Path) -> OwnServer:
    """A new server of the tests' own in a folder; skips the test where there is no Java or no Maven."""
    for command in (JAVA, "mvn"):
        if shutil.which(command) is None:
            pytest.skip(f"{command} is not installed: it is needed to start a Neo4j server")
    server = OwnServer(jars(), home)
    server.start()
    return server


def jars() -> Path:
    """The folder with the server's jars, fetched once a machine; skips the test when they cannot be fetched."""
    version = _version()
    folder = platformdirs.user_cache_path("jjj-kg", appauthor=False) / f"neo4j-{version}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        lib = Path(place) / "lib"
        chosen = [f"-Dneo4j.version={version}", "-DincludeScope=runtime", f"-DoutputDirectory={lib}"]
        command = ["mvn", "-q", "-B", "-f", str(POM), COPY, *chosen]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"Maven could not fetch Neo4j: {(done.stdout + done.stderr).strip()[-500:]}")
        if not folder.is_dir():  # another run of the tests may have been faster
            lib.rename(folder)
    return folder


def _version() -> str:
    """The server's version: that of the pom, unless another is asked for."""
    pinned = ElementTree.parse(POM).findtext("properties/neo4j.version")
    return os.environ.get("KG_TEST_NEO4J_VERSION") or pinned or ""


def _entry_point() -> str:
    return "org.neo4j.server." + ("CommunityEntryPoint" if _version().startswith("5.") else "Neo4jCommunity")


def _listen(process: subprocess.Popen[str], said: deque[str], settled: threading.Event) -> None:
    """Reads what the server prints as long as it lives: a full pipe would stop it."""
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            said.append(line)
            if line.endswith("Started.\n"):
                settled.set()
    settled.set()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
