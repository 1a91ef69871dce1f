"""Frozen, dated states, and their comparison."""
