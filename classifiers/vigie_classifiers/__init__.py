"""Vigie's classifiers: raw name to product, vendor and origin, with the knowledge base."""
