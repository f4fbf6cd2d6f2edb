"""Numerical methods: an example of a course with one assignment."""

from datetime import UTC, datetime

from autograder.settings import Assignment, Course, Feedback

COURSE = Course(
    title="Numerical methods",
    seed="an example, which is no secret: draw another one for a real course",
    assignments=(Assignment("roots_and_fits", points=40, due=datetime(2027, 4, 9, 23, 59, tzinfo=UTC)),),
    feedback=Feedback(hidden="name", hidden_after_due="message"),
)
