"""What a decision document proposes: its amounts with roles, allocations, sums, and what is to be asked."""
