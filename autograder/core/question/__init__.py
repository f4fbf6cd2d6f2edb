"""Questions whose answers are filled in, not programmed: what an answer must look like, and which ones are right.

`form` is what everybody may know of a question, `solution` what grading alone knows; `record` is what `answer("…", …)`
leaves behind, in a student's kernel as in the grader's worker. No file of this room reads or writes anything.
"""
