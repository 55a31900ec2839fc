"""What each line of the table says."""
