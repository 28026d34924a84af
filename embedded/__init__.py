"""PostgreSQL and Valkey for a checkout that has neither, and the supervisor of `make run`."""
