"""The frame and its parts."""
