"""The evaluation as a report: what is right, how far confidences can be trusted, and every error in its sentence."""

from kg.reporting.claims import with_claims
from kg.reporting.page import render

__all__ = ["render", "with_claims"]
