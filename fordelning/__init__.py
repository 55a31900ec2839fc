"""Tests whether a municipality's allocation decision holds together, and reports how the money falls over its boards."""

__version__ = "0.1.0"
