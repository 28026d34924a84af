"""The tests: sentences about people, on real servers."""
