"""Percent scripts and .ipynb files as cells, with their marks settled.

It may import core alone.
"""
