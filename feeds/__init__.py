"""Communities, posts, comments, reactions, and the streams that show them."""
