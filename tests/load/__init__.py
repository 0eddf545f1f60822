"""What the product costs and how fast it is, measured on the real programs: `make bench`, or `python -m tests.load turns memory`.

Load generator and programs share one machine. What may be compared is what stands in one run, side by side.
"""
