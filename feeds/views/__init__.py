"""Pages of communities, posts and files."""
