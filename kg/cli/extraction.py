"""`kg extract` and `kg eval`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from kg.cli import console
from kg.cli.options import Paths, Processes, Voices
from kg.errors import DataError
from kg.settings import Settings

# spaCy takes most of a second to import: commands that extract nothing shall not wait for it.


class ExtractFormat(StrEnum):
    """How articles are printed."""

    jsonl = "jsonl"
    json = "json"
    table = "table"


def extract(
    paths: Paths,
    format: Annotated[
        ExtractFormat,
        typer.Option(help="每篇一行、一个数组、表格 (one line an article, one array, tables)"),
    ] = ExtractFormat.jsonl,
    output: Annotated[Path | None, typer.Option(help="写入文件而不是屏幕 (a file instead of the screen)")] = None,
    processes: Processes = 1,
    voices: Voices = None,
) -> None:
    """从文章抽取实体、关系和数字 (extract entities, relations and figures)."""
    from kg import pipeline, reading
    from kg.linking import NONE, decisions
    from kg.output import article_record

    faults = console.Faults()
    settings = console.settings(voices=voices)
    decided = decisions.read(Path(settings.decisions)) if settings.decisions else NONE
    nlp = pipeline.load("characters", settings)
    with console.writing(output) as stream:
        shown = output is not None or not stream.isatty()
        with console.progress("抽取 (extracting)", reading.count_files(paths), visible=shown) as bar:
            read = console.by_file(bar, faults.aside(reading.read_paths(paths, settings)))
            graphs = pipeline.extract_all(read, nlp, decisions=decided, processes=processes)
            _print(stream, format, (article_record(graph) for graph in graphs))
    raise typer.Exit(faults.exit_code)


def _print(stream: TextIO, format: ExtractFormat, records: Any) -> None:
    if format is ExtractFormat.json:
        console.print_json(stream, list(records), indent=1)
    elif format is ExtractFormat.jsonl:
        for record in records:
            console.print_json(stream, record)
    else:
        for record in records:
            _print_tables(stream, record)


def _print_tables(stream: TextIO, record: dict[str, Any]) -> None:
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    title = " · ".join(part for part in (record["file"], record["title"], record["date"]) if part)
    entities = [
        {**e, "名称": e["name"], "类型": e["type"], "别名": "、".join(e["aliases"]), "次数": len(e["mentions"])}
        for e in record["entities"]
    ]
    relations = [
        {**r, "主体": names[r["head"]], "关系": r["type"], "客体": names[r["tail"]], "原文": r["evidence"]}
        for r in record["relations"]
    ]
    measures = [
        {
            **m,
            "对象": names[m["subject"]],
            "指标": m["metric"],
            "数值": f"{m['value']:g}{m['unit']}",
            "原文": m["evidence"],
        }
        for m in record["measures"]
    ]
    console.print_table(stream, ("名称", "类型", "别名", "次数", "id"), entities, title)
    if relations:
        console.print_table(stream, ("主体", "关系", "客体", "status", "原文"), relations)
    if measures:
        console.print_table(stream, ("对象", "指标", "数值", "原文"), measures)


def evaluate(
    gold_dir: Annotated[Path, typer.Argument(help="标注文件夹：NAME.json 与 NAME.txt (folder of gold files)")],
    errors: Annotated[bool, typer.Option("--errors", help="列出漏抽和误抽 (list each miss and extra)")] = False,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON (print JSON)")] = False,
    check: Annotated[bool, typer.Option("--check", help="只检查标注文件 (check the gold files only)")] = False,
    predicted: Annotated[
        Path | None, typer.Option(help="给已有的抽取结果打分 (score what `kg extract` printed earlier)")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(help="写一份网页报告：校准、规则、文体、每处错误 (write a page: calibration, rules, every error)"),
    ] = None,
    voices: Voices = None,
) -> None:
    """按标注文件打分 (score the extraction against gold files)."""
    from kg import evaluation, gold, reporting

    if check:
        found = gold.check(gold_dir)
        typer.echo("\n".join(found) or "the gold files are sound")
        raise typer.Exit(int(bool(found)))
    faults = console.Faults()
    settings = console.settings(voices=voices)
    records = _read_predicted(predicted) if predicted else _extracted(gold_dir, faults, settings, report is not None)
    score = evaluation.evaluate(gold_dir, records)
    figures = evaluation.report(score)
    if report:
        with console.writing(report) as stream:
            stream.write(reporting.render(gold_dir, records, score))
    if errors:
        typer.echo("\n".join(score.errors))
    typer.echo(_as_json(figures) if json else evaluation.render(figures))
    raise typer.Exit(faults.exit_code)


def _extracted(gold_dir: Path, faults: console.Faults, settings: Settings, claims: bool) -> list[dict[str, Any]]:
    """The articles of a gold folder as they are extracted, with what rules alone claim where that is wanted."""
    from kg import gold, pipeline, reading, reporting
    from kg.output import article_record

    texts = [str(path.with_suffix(".txt")) for path in gold.gold_files(gold_dir)]
    with console.progress("抽取 (extracting)", len(texts)) as bar:
        read = console.by_file(bar, faults.aside(reading.read_paths(texts, settings)))
        graphs = pipeline.extract_all(read, pipeline.load("characters", settings))
        return [reporting.with_claims(graph) if claims else article_record(graph) for graph in graphs]


def _read_predicted(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: not what `kg extract` prints: {error}") from error


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
