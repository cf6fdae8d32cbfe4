"""One entity per thing across articles: ids that every article shares, and decisions of reviewers on them."""

from kg.linking.decisions import Decision, Decisions
from kg.linking.ids import NONE, Known, link, recall

__all__ = ["NONE", "Decision", "Decisions", "Known", "link", "recall"]
