"""Decisions, tables and documents that are made up, with faults planted in them, and what the program says of them."""
