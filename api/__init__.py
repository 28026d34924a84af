"""The REST API, version 1: a door to the same actions that the pages use."""
