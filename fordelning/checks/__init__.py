"""Every statement tested against the allocations, with what rounding may explain."""
