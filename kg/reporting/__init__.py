"""The evaluation as a report: what is right, how far confidences can be trusted, and every error in its sentence."""

from kg.reporting.page import render

__all__ = ["render"]
