"""Closed cases that are read again by chance, once a month: were people treated fairly, whoever they were?"""
