"""Tests of finding sources again and of putting their addresses right."""
