"""The report as one HTML page that loads nothing; its plots are inline SVG."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, Template, select_autoescape

from kg import ontology
from kg.evaluation import Outcome, Score, evaluate, report
from kg.gold import Record, gold_files, read_gold, read_text
from kg.reporting import errors, figures

PARTS = {"node": "实体 nodes", "edge": "关系 edges", "measure": "数字 measures"}


def render(gold_dir: Path, found: Iterable[Record], score: Score) -> str:
    """The page: `found` are the articles that `score` was made of.

    Where they have `claims` (relations as rules claim them, before they are weighed), these are scored as well.
    """
    found = list(found)
    ours = {Path(article["file"]).stem: article for article in found}
    claims = [{**article, "relations": article.get("claims", []), "measures": []} for article in found]
    gold = {path.stem: (read_gold(path), read_text(path)) for path in gold_files(gold_dir)}
    sources = {name: register(article.get("source") or "") for name, (article, _) in gold.items()}
    by_part: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in figures.headline(score.outcomes):
        by_part[outcome.part].append(outcome)
    return _template().render(
        folder=gold_dir.name,
        count=len(gold),
        figures=report(score),
        types=ontology.load(),
        parts=PARTS,
        calibrations={part: figures.calibration(by_part[part]) for part in PARTS},
        rules=figures.rules(score.outcomes, evaluate(gold_dir, claims).outcomes),
        registers=figures.by_register(figures.headline(score.outcomes), sources),
        articles=_articles(score.outcomes, ours, gold),
    )


def register(source: str) -> str:
    """What kind of text it is: what stands in brackets at the end of its source, else the source."""
    inner = re.search(r"\((.+)\)$", source)
    return inner[1] if inner else source or "—"


def _articles(
    outcomes: Iterable[Outcome], ours: Mapping[str, Record], gold: Mapping[str, tuple[Record, str]]
) -> dict[str, tuple[str, list[errors.Shown]]]:
    by_article: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_article[outcome.article].append(outcome)
    shown = {}
    for name, (article, text) in gold.items():
        found = list(errors.shown(by_article[name], ours.get(name, {}), article, text))
        shown[name] = (article.get("title") or "", found)
    return shown


@cache
def _template() -> Template:
    environment = Environment(autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((files("kg.reporting") / "page.html").read_text(encoding="utf-8"))
