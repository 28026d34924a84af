"""One box over potatoes, people, communities, customers and posts."""
