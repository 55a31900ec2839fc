"""Tests whether a municipality's decision on money holds together, and reports how it falls over the boards."""

__version__ = "0.4.0"
