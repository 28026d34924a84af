"""Attacks: what people with bad intentions, broken programs and bad luck send."""
