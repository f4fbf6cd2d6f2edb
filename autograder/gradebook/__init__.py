"""What counts: records put together with the roster, the late policy and the staff's decisions, never written back.

sheet      CSV files that people keep, read or refused with file and line
roster     who takes the course
decisions  extensions and overrides
lateness   days late in the course's own time zone
entries    one student's standing in one assignment, and the whole Gradebook

It may import records, authoring, submissions and what is below; every table, report and export is made from it.
"""
