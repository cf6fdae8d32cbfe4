"""Names: an article in, its entities with all their mentions out."""

from kg.naming.namer import Namer, load, make, name_article

__all__ = ["Namer", "load", "make", "name_article"]
