"""A new course and a new assignment: files to begin with, which pass audit and release as they are.

It may import authoring, settings and distribution. The files lie in templates/, where `@name@` stands for a value.
"""
