"""One entity per thing across articles: ids that every article shares."""

from kg.linking.ids import Known, link, recall

__all__ = ["Known", "link", "recall"]
