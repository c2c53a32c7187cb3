"""Feeds: bytes from the network, parsed into entries; which entries are new."""
