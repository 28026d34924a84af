"""Tests of importing an issue log, and of the invariants that hold afterwards."""
