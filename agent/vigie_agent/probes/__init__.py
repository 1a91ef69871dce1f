"""Probes: each reads one kind of thing on one machine. ``catalogue`` lists them."""
