"""Tests of `linkcheck.articles.references`."""
