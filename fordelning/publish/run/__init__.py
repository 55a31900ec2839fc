"""A report's notebook run, in a process of its own."""
