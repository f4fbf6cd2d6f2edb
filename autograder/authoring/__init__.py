"""What an author wrote, solutions/ and course_config.py, read and checked: a workbook, a course.

It may import core, notebooks, settings, checks and mistakes.
"""
