"""Explanations as one HTML page that loads nothing: names by displaCy, facts and refusals below each sentence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, Template, select_autoescape
from markupsafe import Markup
from spacy.displacy.render import EntityRenderer

from kg import ontology
from kg.explaining.records import Explained, Explanation
from kg.records import Mention

SHADE = "40"
"""Opacity of a name's colour, so that dark text stays legible on it."""


def render(explanations: Iterable[Explanation]) -> str:
    """The page of these articles."""
    return _template().render(articles=list(explanations), types=ontology.load(), marked=_marked)


@cache
def _template() -> Template:
    environment = Environment(autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((files("kg.explaining") / "page.html").read_text(encoding="utf-8"))


@cache
def _renderer() -> EntityRenderer:
    return EntityRenderer({"colors": {node.zh: node.colour + SHADE for node in ontology.load().nodes.values()}})


def _marked(explanation: Explanation, explained: Explained) -> Markup:
    """The sentence with its names marked; displaCy escapes the text, the labels are the ontology's."""
    sentence = explained.sentence
    spans = [
        {"start": m.start - sentence.start, "end": m.end - sentence.start, "label": ontology.load().nodes[m.type].zh}
        for m in outermost([m for m, _ in explained.names])
    ]
    text = explanation.article.text[sentence.start : sentence.end]
    return Markup(_renderer().render_ents(text, spans, None))


def outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions in order, none overlapping another: the longest are kept."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if not any(m.start < mention.end and mention.start < m.end for m in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
