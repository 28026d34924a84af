"""The commands of the demo company."""
