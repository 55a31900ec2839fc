"""What a document says of what it gives, beside the sums: each a statement of the case that is drafted from it."""
