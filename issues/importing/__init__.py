"""Replaying an issue log through the product's own actions."""
