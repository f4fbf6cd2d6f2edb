"""What an LMS gives out becomes submitted/<student>/<assignment>/: found, named, and nothing of it lost.

It may import gradebook (the roster), submissions and what is below; it never runs what it collects.
"""
