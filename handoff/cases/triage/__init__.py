"""Sorting a complaint at the start: is it ours, is it here already?"""
