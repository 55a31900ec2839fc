"""Where on its sheet the table is, and which of the cells there are read."""
