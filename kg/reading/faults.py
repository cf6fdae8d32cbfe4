"""What could not be read, as a record beside the articles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """An input, or one line of it, that gave no article; reading goes on with the rest."""

    file: str
    """As the user named it, or as it was found in a folder that the user named."""
    line: int | None
    """Counted from 1, for .jsonl; None when the whole file is meant."""
    message: str
    """What is wrong, and the way out: in Chinese, then in English in brackets."""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file} 第 {self.line} 行 (line {self.line})"
        return f"{place}: {self.message}"
