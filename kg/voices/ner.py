"""The NER of any spaCy pipeline as a voice: whatever it leaves in `doc.ents`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import spacy
import yaml
from spacy.language import Language
from spacy.tokens import Doc

from kg import ontology
from kg.errors import DataError
from kg.naming import shapes
from kg.naming.candidates import Candidate
from kg.voices.heard import Heard, get_heard, set_heard

VOICE = "spacy"
log = logging.getLogger("kg.voices")


@cache
def _labels() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = yaml.safe_load((files("kg.voices") / "labels.yaml").read_text(encoding="utf-8"))
    return {**data, **{name.upper(): {"type": name} for name in ontology.load().nodes}}


def node_type(label: str, form: str) -> str | None:
    """The type of a name by a model's label, and by its ending where the label leaves that open."""
    known = _labels().get(label.upper())
    if known is None:
        return None
    return (shapes.ending_type(form) if known.get("ending") else None) or known.get("type")


def load(model: str) -> Language:
    """The pipeline in a folder, or of an installed package."""
    try:
        return spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"--voice spacy:{model}: no spaCy pipeline: {reason} (give a folder that nlp.to_disk wrote, "
            "or the name of an installed package)"
        ) from error


def candidates(doc: Doc, weight: float) -> Iterator[Candidate]:
    """The entities of another pipeline's `Doc` as candidates that add `weight` to the log-odds."""
    for ent in doc.ents:
        form = ent.text.strip()
        start = ent.start_char + len(ent.text) - len(ent.text.lstrip())
        kind = node_type(ent.label_, form)
        if kind is not None and len(form) > 1:
            yield Candidate(start, start + len(form), kind, VOICE, weight)


class NerVoice:
    """The component: reads the text with the other pipeline; its faults stop nothing."""

    def __init__(self, nlp: Language, weight: float) -> None:
        self.nlp = nlp
        self.weight = weight
        self.warned = False

    def __call__(self, doc: Doc) -> Doc:
        try:
            found = tuple(candidates(self.nlp(doc.text), self.weight))
        except Exception as error:  # whatever a foreign model raises
            if not self.warned:
                log.warning("spacy 声音出错，继续而不用它 (the spaCy voice failed; read without it): %s", error)
                self.warned = True
            return doc
        set_heard(doc, get_heard(doc) + Heard(found))
        return doc


@Language.factory("kg_voice_spacy", default_config={"model": "", "weight": 4.0})
def make(nlp: Language, name: str, model: str, weight: float) -> NerVoice:
    """`model`: folder or package of the other pipeline; `weight`: the log-odds that its voice adds."""
    return NerVoice(load(model), weight)
