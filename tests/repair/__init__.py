"""Tests of where sources are looked for when they are gone."""
