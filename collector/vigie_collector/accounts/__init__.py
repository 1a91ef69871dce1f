"""People, sessions, API tokens, audit log."""
