"""Tests of options and the configuration file."""
