"""Receives: enrolment keys, agents, reports."""
