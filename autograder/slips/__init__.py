"""Slips of the pen, each of a kind that has a sentence: what a right answer becomes, and what its author should read.

It may import authoring and what is below it.
"""
