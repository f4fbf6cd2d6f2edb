"""One JSON file per submission: the record, from which everything else is derived.

It may import grading's types in core, and settings; no sandbox.
"""
