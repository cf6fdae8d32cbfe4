"""`kg build`, `kg remove` and `kg query`: what changes a store and what asks it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from enum import StrEnum
from typing import Annotated

import typer

from kg.cli import console
from kg.cli.options import Paths, Processes, StoreURL, Voices
from kg.settings import Settings
from loaders import Rows, deciding, open_store, queries


class QueryFormat(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


def build(paths: Paths, store: StoreURL = None, processes: Processes = 1, voices: Voices = None) -> None:
    """抽取并装入图库 (extract and load into a store)."""
    settings = console.settings(store=store, voices=voices)
    faults = console.Faults()
    done = load(paths, settings, faults, processes)
    console.say(f"{settings.store}: 新增或更新 {done[True]} 篇 (loaded), 未变 {done[False]} 篇 (unchanged)")
    raise typer.Exit(faults.exit_code)


def load(paths: Iterable[str], settings: Settings, faults: console.Faults, processes: int = 1) -> Counter[bool]:
    """Extracts and loads; how many articles changed the store (True) and how many were there already (False)."""
    from kg import pipeline, reading  # they take a second to import: `kg query` shall not wait for them

    paths = list(paths)
    done: Counter[bool] = Counter()
    with (
        closing(open_store(settings.store, settings)) as store,
        store.writer() as writer,
        console.progress("建图 (building)", reading.count_files(paths)) as bar,
    ):
        read = console.by_file(bar, faults.aside(reading.read_paths(paths, settings)))
        nlp = pipeline.load("characters", settings)
        with store.view() as view:
            earlier, decisions = list(deciding.earlier(view)), deciding.in_force(view, settings)
        graphs = pipeline.extract_all(read, nlp, earlier=earlier, decisions=decisions, processes=processes)
        done.update(writer.put_all(graphs))
    return done


def remove(
    article: Annotated[str, typer.Argument(help="文章标识：网址或文件名 (its URL, else its file's name)")],
    store: StoreURL = None,
) -> None:
    """从图库删除一篇文章及只由它支持的一切 (take out an article and what only it supports)."""
    settings = console.settings(store=store)
    with closing(open_store(settings.store, settings)) as opened, opened.writer() as writer:
        if not writer.remove(article):
            console.say(f"{article}: 图库中没有这篇文章 (no such article; list them: kg query --name articles)")
            raise typer.Exit(1)
    console.say(f"{article}: 已删除 (removed)")


def query(
    cypher: Annotated[str | None, typer.Argument(help="只读的 Cypher 查询 (a reading Cypher query)")] = None,
    name: Annotated[str | None, typer.Option(help="运行一个已命名的查询 (run a named query)")] = None,
    show: Annotated[bool, typer.Option("--list", help="列出已命名的查询 (list the named queries)")] = False,
    param: Annotated[list[str] | None, typer.Option(metavar="K=V", help="参数，可重复 (a parameter)")] = None,
    format: Annotated[QueryFormat, typer.Option(help="输出格式 (how rows are printed)")] = QueryFormat.table,
    store: StoreURL = None,
) -> None:
    """查询图库 (ask the store)."""
    if [cypher is not None, name is not None, show].count(True) != 1:
        raise typer.BadParameter("写一个查询，或 --name，或 --list (give one of: a query, --name, --list)")
    settings = console.settings(store=store)
    rows = _library() if show else _answer(cypher, name, dict(_pair(text) for text in param or ()), settings)
    _print(rows, format)
    if rows.truncated:
        console.say(f"只显示前 {len(rows.rows)} 行 (first rows only; raise KG_QUERY_ROWS or use SKIP and LIMIT)")


def _answer(cypher: str | None, name: str | None, given: dict[str, str], settings: Settings) -> Rows:
    timeout, most = settings.query_timeout, settings.query_rows
    with closing(open_store(settings.store, settings, read_only=True)) as store, store.view() as view:
        if name is not None:
            return queries.run(view, name, given, timeout=timeout, max_rows=most)
        values = {key: _value(text) for key, text in given.items()}
        return view.query(cypher or "", values, timeout=timeout, max_rows=most)


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise typer.BadParameter(f"{text}: 应为 名=值 (must be name=value)", param_hint="--param")
    return key, value


def _value(text: str) -> object:
    """A whole number, a decimal or a truth value as such, everything else as text; in quotation marks always text."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, str | int | float | bool) else text


def _library() -> Rows:
    rows = [
        {
            "name": q.name,
            "title": q.title_zh,
            "english": q.title_en,
            "params": " ".join(p.name if p.required else f"[{p.name}]" for p in q.params),
            "example": q.example,
        }
        for q in queries.load().values()
    ]
    return Rows(("name", "title", "english", "params", "example"), rows)


def _print(rows: Rows, format: QueryFormat) -> None:
    with console.writing(None) as stream:
        if format is QueryFormat.json:
            console.print_json(stream, rows.rows, indent=1)
        elif format is QueryFormat.csv:
            console.print_csv(stream, rows.columns, rows.rows)
        else:
            console.print_table(stream, rows.columns, rows.rows)
