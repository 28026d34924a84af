"""Commands of potatoes: import_issues, check_invariants."""
