"""How potatoes, bites, posts and communities are told of in the inbox; notifications learn their words from here."""

from issues.telling import ladders, posts, potatoes, subjects, watch

__all__ = ["ladders", "posts", "potatoes", "subjects", "watch"]
