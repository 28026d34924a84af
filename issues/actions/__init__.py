"""Every write to potatoes, bites and customers."""
