"""The errors that users meet: one base class, each message naming the place and the way out."""


class KgError(Exception):
    """Base of every error that this project raises on purpose."""


class ReadingError(KgError):
    """An input file cannot be read as articles."""


class DataError(KgError):
    """A data file of the project (ontology, lexicon, rule, weights) is wrong."""


class StoreError(KgError):
    """The graph store refuses or is out of reach."""


class QueryError(KgError):
    """A query is wrong, forbidden, or takes too long."""
