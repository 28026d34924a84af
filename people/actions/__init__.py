"""The writes of people."""
