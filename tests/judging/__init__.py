"""Verdicts as a user sees them."""
