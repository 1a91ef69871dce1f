"""Vigie's collector: receives reports, keeps them, classifies what they hold, and shows it."""

__version__ = "0.1.0"
