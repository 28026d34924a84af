"""Telling people what concerns them: the inbox, its bell, and mail."""
