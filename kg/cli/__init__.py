"""The command line: `kg`. Each command is a thin function; what it does is in the packages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from kg.cli import console, deciding, explaining, exporting, extraction, previewing, serving, storing
from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="京津冀产业协同知识图谱 (a knowledge graph of Beijing–Tianjin–Hebei industrial collaboration)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

COMMANDS: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("extract", extraction.extract, "kg extract articles/ --output graph.jsonl"),
    (
        "explain",
        explaining.explain,
        "kg explain 2024-02-26.txt  或 (or)  kg explain articles/ --format html -o why.html",
    ),
    ("build", storing.build, "kg build articles/ --store kg.kgl"),
    ("remove", storing.remove, "kg remove 2024-02-26.txt"),
    ("merge", deciding.merge, "kg merge company-渤锐车电 company-天津渤锐汽车电子股份有限公司 --decisions 裁定.csv"),
    ("split", deciding.split, "kg split company-渤锐车电 --decisions 裁定.csv"),
    (
        "query",
        storing.query,
        "kg query --name search --param text=天开  或 (or)  kg query 'MATCH (p:Park) RETURN p.name'",
    ),
    ("preview", previewing.preview, "kg preview 天开高教科创园 -o tiankai.html  或 (or)  kg preview 北京 河北"),
    ("export", exporting.export, "kg export --format neo4j-csv --output import/"),
    ("copy", exporting.copy, "kg copy --from kg.kgl --to bolt://127.0.0.1:7687"),
    ("serve", serving.serve, "kg serve --store kg.kgl --port 8000"),
    ("mcp", serving.mcp, "kg mcp --store kg.kgl"),
    ("demo", serving.demo, "kg demo --check"),
    ("eval", extraction.evaluate, "kg eval tests/gold --errors"),
)
"""Name, function, example of each command, in the order of `kg --help`."""

for name, function, example in COMMANDS:
    app.command(name, epilog=f"例 (example): {example}")(function)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command; a fault that users can mend is one line on standard error and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        # what is piped is UTF-8 everywhere, and a lone surrogate of a damaged file stops nothing
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(args=arguments, prog_name="kg")
    except KgError as error:
        console.say(f"kg: {error}")
        sys.exit(1)
