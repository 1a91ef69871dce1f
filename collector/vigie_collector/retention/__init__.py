"""Retention: what is older than the settings allow is deleted."""
