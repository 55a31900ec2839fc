"""A table that somebody has mailed, made a case."""
