"""Data wrangling with pandas: an example of a course with one assignment."""

from datetime import UTC, datetime

from autograder.settings import Assignment, Course, Feedback, Limits

COURSE = Course(
    title="Data wrangling",
    seed="an example, which is no secret: draw another one for a real course",
    assignments=(Assignment("sales", points=30, due=datetime(2027, 4, 16, 23, 59, tzinfo=UTC)),),
    modules=("pandas",),
    limits=Limits(memory_mb=768),
    feedback=Feedback(hidden="name", hidden_after_due="message"),
)
