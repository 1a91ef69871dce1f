"""Vigie's agent: reads one machine and pushes a report."""

__version__ = "0.1.0"
