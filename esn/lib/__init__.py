"""Plain tools of the house: no model and no word of the domain."""
