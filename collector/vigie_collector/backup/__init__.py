"""Backups: the whole collector in one file, and back."""
