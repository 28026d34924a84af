"""What we promise about speed, measured as ratios."""
