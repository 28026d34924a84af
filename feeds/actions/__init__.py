"""Every write of communities, posts and files."""
