"""Vigie's connectors: read sources that are not one machine."""
