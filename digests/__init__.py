"""The digest: one mail a day or a week with what burns, what fits, what was said and what was eaten."""
