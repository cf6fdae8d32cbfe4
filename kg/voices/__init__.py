"""Voices from outside, off by default: another spaCy pipeline's NER, a language model behind a chat endpoint.

A voice is a component of the pipeline before `kg_naming`. What it hears it leaves on the `Doc` (`get_heard`):
candidates that take part in the vote over names, and facts that are judged once the entities are known. docs/voices.md
tells how.
"""

from kg.voices.heard import Heard, Proposed, get_heard, set_heard
from kg.voices.judging import judge
from kg.voices.specification import Component, components

__all__ = ["Component", "Heard", "Proposed", "components", "get_heard", "judge", "set_heard"]
