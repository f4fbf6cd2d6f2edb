"""Numeric gradients with an error bound, and gradcheck.

It may import core alone: no files, no processes.
"""
