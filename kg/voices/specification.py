"""Voices as users name them, spacy:PATH and llm:URL, and the components that they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.errors import DataError
from kg.settings import Settings
from kg.voices import language_model, ner

FORMS = "spacy:PATH, llm:http://HOST:PORT/v1"


@dataclass(frozen=True, slots=True)
class Component:
    """A component to add to the pipeline before `kg_naming`."""

    factory: str
    name: str
    config: dict[str, Any]


def components(settings: Settings) -> list[Component]:
    """The components of the voices that the settings name, in that order."""
    return [_component(given, number, settings) for number, given in enumerate(settings.voices)]


def _component(given: str, number: int, settings: Settings) -> Component:
    kind, colon, where = given.partition(":")
    if colon and where and kind == ner.VOICE:
        return Component("kg_voice_spacy", f"voice_{number}", {"model": where, "weight": settings.voice_weight})
    if kind == language_model.VOICE and "@" in where:
        raise DataError(
            "--voice llm: 密钥请放在 KG_LLM_KEY，不写进地址 (the key goes into KG_LLM_KEY, not into the address)"
        )
    if kind == language_model.VOICE and where.startswith(("http://", "https://")):
        config = {
            "url": where,
            "model": settings.llm_model,
            "timeout": settings.llm_timeout,
            "retries": settings.llm_retries,
            "weight": settings.voice_weight,
            "confidence": settings.llm_confidence,
        }
        return Component("kg_voice_llm", f"voice_{number}", config)
    raise DataError(f"--voice {given}: 没有这种声音 (no such voice); {FORMS}")
