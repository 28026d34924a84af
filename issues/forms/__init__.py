"""What is typed about potatoes, checked before an action is asked; the actions say what may happen."""
