"""A decision document as text with structure: blocks in reading order, each with its place."""
