"""`kg explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from rich.console import Console
from rich.text import Text

from kg import ontology
from kg.cli import console
from kg.cli.options import Paths, Voices

if TYPE_CHECKING:  # spaCy takes most of a second to import
    from kg.explaining import Explained, Explanation, Refused


class ExplainFormat(StrEnum):
    """How explanations are shown."""

    text = "text"
    html = "html"


def explain(
    paths: Paths,
    format: Annotated[ExplainFormat, typer.Option(help="终端文字或网页 (text for the terminal, or a page)")] = (
        ExplainFormat.text
    ),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入文件而不是屏幕 (a file instead of the screen)")
    ] = None,
    voices: Voices = None,
) -> None:
    """逐句说明抽取结果及其理由，连同考虑过而未采纳的 (each sentence: what was found, what was refused, and why)."""
    from kg import pipeline, reading

    faults = console.Faults()
    settings = console.settings(voices=voices)
    nlp = pipeline.load("characters", settings)
    explained = (pipeline.explain(a, nlp) for a in faults.aside(reading.read_paths(paths, settings)))
    with console.writing(output) as stream:
        if format is ExplainFormat.html:
            from kg.explaining import page

            stream.write(page.render(explained))
        else:
            _print(stream, explained)
    raise typer.Exit(faults.exit_code)


def _print(stream: TextIO, explanations: Iterable[Explanation]) -> None:
    width = None if stream.isatty() else console.PIPE_WIDTH
    shown = Console(file=stream, markup=False, emoji=False, highlight=False, width=width)
    for explanation in explanations:
        article = explanation.article
        head = (article.file, article.title, str(article.date or ""))
        shown.print(Text(" · ".join(part for part in head if part), style="bold underline"), soft_wrap=True)
        for explained in explanation.sentences:
            for line in _lines(explanation, explained):
                shown.print(line, soft_wrap=True)
        for item in explanation.unplaced:
            shown.print(_refused(item), soft_wrap=True)
        shown.print()


def _lines(explanation: Explanation, explained: Explained) -> Iterator[Text]:
    types, names = ontology.load(), {key: entity.name for key, entity in explanation.entities.items()}
    yield _sentence(explanation, explained)
    for fact in explained.facts:
        status = f" {types.status[fact.status].zh}" if fact.status else ""
        trigger = f"「{fact.trigger}」" if fact.trigger else ""
        said = f"{names[fact.head]} —{types.edges[fact.type].zh} {fact.type}→ {names[fact.tail]}{status} {fact.since}"
        yield Text.assemble(("  ✓ ", "green"), said.rstrip(), (f"  {fact.rule}{trigger} {fact.confidence:.2f}", "cyan"))
    for m in explained.measures:
        said = f"{names[m.subject]} {types.measures[m.metric].zh} {m.value:g}{m.unit} {m.as_of}".rstrip()
        yield Text.assemble(("  ✓ ", "green"), said, (f"  {m.confidence:.2f}", "cyan"))
    yield from (_refused(item) for item in (*explained.refused_facts, *explained.refused_names))


def _sentence(explanation: Explanation, explained: Explained) -> Text:
    start, end = explained.sentence.start, explained.sentence.end
    text = Text(explanation.article.text[start:end].strip("\n"))
    for mention, _ in explained.names:
        node = ontology.load().nodes[mention.type]
        text.stylize(f"bold {node.colour}", mention.start - start, mention.end - start)
    for mention, _ in sorted(explained.names, key=lambda named: -named[0].end):
        at = mention.end - start
        mark = f"/{ontology.load().nodes[mention.type].zh}{'·指代' if mention.anaphor else ''}"
        text = Text.assemble(text[:at], (mark, "dim"), text[at:])
    return text


def _refused(item: Refused) -> Text:
    trigger = f"「{item.trigger}」" if item.trigger else ""
    sure = f" {item.confidence:.2f}" if item.confidence is not None else ""
    return Text.assemble(
        ("  ✗ ", "red"),
        (f"{item.what}  {item.by}{trigger}{sure}  ", "dim"),
        (f"{item.reason.value} {item.detail}".rstrip(), "yellow"),
    )
