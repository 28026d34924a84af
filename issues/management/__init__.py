"""Commands of potatoes."""
