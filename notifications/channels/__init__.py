"""How a notification leaves the network."""
