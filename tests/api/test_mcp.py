"""The graph over MCP: a session of the protocol's own client with `kg mcp` as another process."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from tests.api.stores import filled
from tests.loaders.graphs import graphs

KG = ("-c", "from kg.cli import main; main()")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "graph.kgl"
    filled(str(path), graphs()).close()
    return path


def session(store: Path, talk: Callable[[Client], Awaitable[Any]]) -> Any:
    """What comes of a talk with a server of its own."""
    command = StdioServerParameters(command=sys.executable, args=[*KG, "mcp", "--store", str(store)])

    async def run() -> Any:
        async with Client(command) as client:
            return await talk(client)

    # in a thread, as browser tests leave a loop running in this one
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, run()).result()


def answer(found: Any) -> Any:
    assert not found.is_error, found.content[0].text
    content = found.structured_content
    return content["result"] if set(content) == {"result"} else content


def test_tools_are_described_and_only_read(store: Path) -> None:
    tools = session(store, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == [
        "schema", "list_queries", "run_query", "cypher", "search", "neighbours", "evidence",
    ]  # fmt: skip
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)


def test_resources_are_the_schema_and_the_texts_of_the_queries(store: Path) -> None:
    async def talk(client: Client) -> list[Any]:
        listed = await client.list_resources()
        templates = await client.list_resource_templates()
        texts = [
            (await client.read_resource(address)).contents[0]
            for address in ("kg://schema", "kg://queries", "kg://queries/top_hubs")
        ]
        with pytest.raises(Exception, match="none"):
            await client.read_resource("kg://queries/none")
        return [
            [str(row.uri) for row in listed.resources],
            [row.uri_template for row in templates.resource_templates],
            texts,
        ]

    listed, templates, (schema, named, text) = session(store, talk)
    assert (listed, templates) == (["kg://schema", "kg://queries"], ["kg://queries/{name}"])
    assert json.loads(schema.text)["nodes"]["Park"]["zh"] == "园区"
    assert "top_hubs" in {row["name"] for row in json.loads(named.text)}
    assert text.text.startswith("// title: ")


def test_from_a_name_to_the_sentence(store: Path) -> None:
    async def talk(client: Client) -> Any:
        found = answer(await client.call_tool("search", {"text": "星澜"}))
        around = answer(await client.call_tool("neighbours", {"id": found[0]["id"], "edge": "LOCATED_IN"}))
        return around, answer(await client.call_tool("evidence", {"edge": around[0]["edgeId"]}))

    around, said = session(store, talk)
    assert around[0]["type"] == "LOCATED_IN"
    assert said[0]["sentence"]
    assert said[0]["articleTitle"]


def test_named_queries_and_cypher(store: Path) -> None:
    async def talk(client: Client) -> Any:
        listed = answer(await client.call_tool("list_queries", {}))
        named = answer(
            await client.call_tool("run_query", {"name": "top_hubs", "params": {"type": "Park"}, "limit": 3})
        )
        own = answer(
            await client.call_tool(
                "cypher",
                {"query": "MATCH (p:Park) RETURN p.name AS name ORDER BY name LIMIT $n", "params": {"n": 2}},
            )
        )
        return listed, named, own, answer(await client.call_tool("schema", {}))

    listed, named, own, schema = session(store, talk)
    assert {"search", "top_hubs"} <= {query["name"] for query in listed}
    assert 0 < len(named) <= 3
    assert 0 < len(own) <= 2
    assert schema["totals"]["entities"] > 0
    assert "Company" in schema["nodes"]


@pytest.mark.parametrize(
    ("tool", "given", "message"),
    [
        ("cypher", {"query": "MATCH (n) DETACH DELETE n"}, "DETACH"),
        ("cypher", {"query": "LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x"}, "LOAD"),
        ("cypher", {"query": "MATCH (n RETURN n"}, ""),
        ("run_query", {"name": "nothing"}, "no query is called nothing"),
        ("run_query", {"name": "entity"}, "the parameter id is missing"),
        ("evidence", {"edge": "nothing"}, "no edge has the id nothing"),
        ("search", {"text": "x", "type": "Firm"}, "type must be one of"),
        ("search", {"text": "x", "limit": 100000}, "limit"),
    ],
)
def test_faults_say_what_is_wrong(store: Path, tool: str, given: dict[str, Any], message: str) -> None:
    found = session(store, lambda client: client.call_tool(tool, given))
    assert found.is_error
    assert message in found.content[0].text


def test_a_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *KG, "mcp", "--store", str(tmp_path / "none.kgl")],
        input=b"", capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1
    assert b"none.kgl" in done.stderr
    assert done.stdout == b""
    assert json.dumps(done.stderr.decode()).count("Traceback") == 0
