"""The spine: what happened, what falls due, and who must be told."""
