"""What each column of the table is."""
