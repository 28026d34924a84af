"""Wiring, plain tools, the spine and the sockets."""
