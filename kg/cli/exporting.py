"""`kg export` and `kg copy`: what takes a graph out of a store."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from kg.cli import console
from kg.cli.options import StoreURL
from kg.settings import Settings
from loaders import Store, View, bulk, copying, exports, grass, open_store, streaming


class ExportFormat(StrEnum):
    """What `kg export` writes."""

    neo4j_csv = "neo4j-csv"
    graphml = "graphml"
    jsonld = "jsonld"
    csv = "csv"
    grass = "grass"


FILES: dict[ExportFormat, Callable[[View, TextIO], Iterator[int]]] = {
    ExportFormat.graphml: exports.graphml,
    ExportFormat.jsonld: exports.jsonld,
}
"""The formats that are one file."""


def export(
    format: Annotated[
        ExportFormat,
        typer.Option(
            help="neo4j-csv：neo4j-admin 批量导入 (bulk import)；graphml：Gephi 等；jsonld：RDF；csv：表格 (tables)；"
            "grass：Neo4j Browser 的样式 (style sheet)"
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            help="文件夹（neo4j-csv、csv）或文件，默认屏幕 (a folder for neo4j-csv and csv; else a file, or the screen)"
        ),
    ] = None,
    store: StoreURL = None,
) -> None:
    """把图库导出为其他程序的文件 (write the graph as files for other programs)."""
    settings = console.settings(store=store)
    if format is ExportFormat.grass:
        with console.writing(output) as stream:
            stream.write(grass.style_sheet())
    elif format in FILES:
        with (
            closing(open_store(settings.store, settings, read_only=True)) as opened,
            opened.view() as view,
            console.writing(output) as stream,
        ):
            _follow(view, FILES[format](view, stream), visible=output is not None)
    else:
        _export_folder(format, output, settings)


def copy(
    source: Annotated[str, typer.Option("--from", metavar="URL", help="来源图库 (the store to read)")],
    target: Annotated[str, typer.Option("--to", metavar="URL", help="目标图库 (the store to write)")],
) -> None:
    """逐篇复制图库，中断后重复即可续完 (copy a graph article by article; repeat it after an interruption)."""
    if source == target:
        raise typer.BadParameter("--from 与 --to 相同 (both are the same store)", param_hint="--to")
    settings = console.settings()
    with (
        closing(open_store(source, settings, read_only=True)) as here,
        closing(open_store(target, settings)) as there,
    ):
        done = _copy(here, there)
    console.say(f"{target}: 复制 {done[True]} 篇 (copied), 已有 {done[False]} 篇 (there already)")


def _copy(here: Store, there: Store) -> dict[bool, int]:
    done = {True: 0, False: 0}
    with here.view() as view:
        total = streaming.count(view, "Article")
    with console.progress("复制 (copying)", total) as bar:
        for changed in copying.copy(here, there):
            done[changed] += 1
            bar.advance(bar.task_ids[0])
    return done


def _export_folder(format: ExportFormat, output: Path | None, settings: Settings) -> None:
    if output is None:
        raise typer.BadParameter(f"{format} 需要一个文件夹 (needs a folder)", param_hint="--output")
    if output.exists() and not output.is_dir():
        raise typer.BadParameter(f"{output}: 不是文件夹 (is no folder)", param_hint="--output")
    database = settings.neo4j_database or "neo4j"
    with closing(open_store(settings.store, settings, read_only=True)) as opened, opened.view() as view:
        if format is ExportFormat.csv:
            _follow(view, exports.tables(view, output))
            console.say(f"{output}: {'、'.join(f'{name}.csv' for name in exports.CSV_TABLES)}")
            return
        delimiter = bulk.delimiter(view)
        _follow(view, bulk.export(view, output, delimiter, database))
    console.say(f"{output}: 停止服务器后在此目录运行 {bulk.SCRIPT} (stop the server, then run in this folder):")
    console.say(f"  {shlex.join(bulk.command(delimiter, database))}")
    console.say(f"启动服务器后 (then start it and run):\n  cypher-shell -f {bulk.FINISH}")


def _follow(view: View, steps: Iterator[int], *, visible: bool = True) -> None:
    """Does an export with a bar."""
    total = streaming.count(view, "Entity") + streaming.count(view, "Article")
    with console.progress("导出 (exporting)", total, visible=visible) as bar:
        for count in steps:
            bar.advance(bar.task_ids[0], count)
