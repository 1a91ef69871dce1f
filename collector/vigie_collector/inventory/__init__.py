"""Devices and what is installed on them."""
