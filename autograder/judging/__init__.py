"""Outcomes compared with an answer key: verdicts with a message and advice.

It may import core alone: no files, no processes.
"""
