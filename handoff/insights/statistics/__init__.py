"""Arithmetic on counts and times. Pure: numbers in, numbers out."""
