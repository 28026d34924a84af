"""How potatoes, bites, posts and communities are told of in the inbox; notifications learn their words from here."""

from issues.telling import posts, potatoes, subjects, watch

__all__ = ["posts", "potatoes", "subjects", "watch"]
