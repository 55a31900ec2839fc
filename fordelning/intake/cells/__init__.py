"""The cells of a mailed file, and the amounts in them."""
