"""The first page: coverage, shares by origin, and what to do next."""
