"""The demo company: its people, its talk and its potatoes, written as scripts and played by the actions."""
