"""Measuring what the trained assistant makes of sentences: predictions for any file, and a report with figures and curves."""
