"""Bundles: a course packed for somebody else's grader, and the program that grades in there.

`autograder bundle PLATFORM` packs; `python -m autograder.bundles` runs where it is unpacked. A platform is one small
file here, its texts are in templates/, and a line in platforms.PLATFORMS makes it known. It may import all rooms below
the command line. A private bundle holds an answer key without the seed (sealed.py), a public one only what students
have anyway.
"""
