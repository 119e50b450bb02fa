"""Accuracy, measured on real pages, headlines and sentences: `python -m tests.evaluation DIR`."""
