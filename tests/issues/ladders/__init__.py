"""Ladders: what happens if nobody moves."""
