"""Words: spaCy's Chinese tokenizer with the pkuseg weights that the package ships.

Words help a person to read a picture and a rule to tell a verb from a part of a name. Names are found on characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import spacy
from spacy.lang.zh import ChineseTokenizer, Segmenter
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import DataError

Units = Literal["words", "characters"]
_TOKEN = re.compile(r"(\S)( ?)|(\s+)")
MAX_LENGTH = 100_000_000
"""Characters of one text. spaCy's own limit of a million guards statistical models, of which there are none here."""


class Tokenizer(ChineseTokenizer):
    """spaCy's Chinese tokenizer with the same tokens, in time linear in the length of the text.

    spaCy's own copies the rest of the text for every word: a million characters take it two minutes.
    """

    def __call__(self, text: str) -> Doc:
        segmenter: Any = self.pkuseg_seg
        words, spaces = characters(text) if segmenter is None else align(segmenter.cut(text), text)
        return Doc(self.vocab, words=words, spaces=spaces)


def characters(text: str) -> tuple[list[str], list[bool]]:
    """What `align` gives for a text cut into characters."""
    found = _TOKEN.findall(text)
    return [word or blank for word, _, blank in found], [space == " " for _, space, _ in found]


def align(found: Iterable[str], text: str) -> tuple[list[str], list[bool]]:
    """The tokens of a text, and after which of them a space stands; other white space is a token of its own."""
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for word in found:
        if word.isspace():
            continue
        start = text.index(word, at)
        if start > at:
            words.append(text[at:start])
            spaces.append(False)
        at = start + len(word)
        words.append(word)
        spaces.append(text.startswith(" ", at))
        at += spaces[-1]
    if at < len(text):
        words.append(text[at:])
        spaces.append(False)
    return words, spaces


def blank(units: Units = "words", weights: Path | None = None) -> Language:
    """A pipeline that only cuts a text: into words, with the weights of a folder or the shipped ones, or characters."""
    segmenter = "pkuseg" if units == "words" else "char"
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    nlp.max_length = MAX_LENGTH
    tokenizer = Tokenizer(nlp.vocab, segmenter=Segmenter(segmenter))
    if units == "words":
        load_weights(tokenizer, weights)
    nlp.tokenizer = tokenizer
    return nlp


def load_weights(tokenizer: ChineseTokenizer, weights: Path | None = None) -> None:
    """Gives a pkuseg tokenizer the weights of a folder, else the shipped ones; nothing is downloaded.

    pkuseg would join words by a dictionary of its own after segmenting. Its idea of a word is not that of the
    treebanks that the weights were learnt from, so it is left out: with it word F1 falls from .94 to .84.
    """
    if weights is None:
        with as_file(files("kg") / "weights" / "segmentation") as shipped:
            load_weights(tokenizer, shipped)
        return
    missing = [name for name in ("features.msgpack", "weights.npz") if not (weights / name).is_file()]
    if missing:
        raise DataError(f"{weights}: no {missing[0]}; make it with `python -m kg.training segmentation DATA`")
    tokenizer.initialize(pkuseg_model=str(weights))
    segmenter: Any = tokenizer.pkuseg_seg
    dictionary = segmenter.postprocesser
    dictionary.do_process = False
    dictionary.other_words = set()
