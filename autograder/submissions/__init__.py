"""What students handed in, however hostile, found and read as a Submission.

It may import core and notebooks.
"""
