"""Hot potatoes: flagged, caught, cut into bites, eaten; boards, customers, escalation."""
