"""Reading facts out of a customer's own words, in English, Persian and Finglish. Pure functions on the standard library.

`letters`, `danger` and `signals` are also read by the assistant's understanding (bot/components), which runs on Python 3.10.
"""
