"""What the pages of potatoes show, read in few queries: nothing here writes."""
