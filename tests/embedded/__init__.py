"""Tests of the two commands' machinery."""
