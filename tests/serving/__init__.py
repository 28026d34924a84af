"""Tests of how requests come in: bodies, threads, hosts."""
