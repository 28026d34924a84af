"""The sockets: numbered streams in PostgreSQL, a hub in each process, frames in the reader's language."""
