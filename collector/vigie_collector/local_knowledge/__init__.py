"""What an organisation itself knows: its own entries and corrections, which win for it alone."""
