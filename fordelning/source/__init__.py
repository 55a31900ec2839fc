"""The decision's own document, and the case held against it both ways."""
