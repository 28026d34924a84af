"""The pages of potatoes: the visible thing, the form, the action, the answer."""
