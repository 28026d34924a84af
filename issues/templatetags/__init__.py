"""Template tags of potatoes."""
