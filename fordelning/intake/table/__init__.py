"""What a mailed table says: where it is, and what each line and column of it is."""
