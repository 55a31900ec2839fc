"""Many editions in one run, here or on many machines."""
