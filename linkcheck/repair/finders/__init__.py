"""Finders: they look for sources that have no address, or are gone without a trace."""
