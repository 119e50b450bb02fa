"""Tests of linkcheck.repair."""
