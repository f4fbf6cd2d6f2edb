"""The course: its assignments in order, when they are due, what lateness costs, and what a submission may use."""

from datetime import UTC, datetime, timedelta

from autograder.settings import Assignment, Course, Feedback, LatePolicy, Limits

COURSE = Course(
    title="Foundations of back-propagation",
    # Hidden inputs are drawn from this. Change it once for your course, and keep it to yourself.
    seed="a sentence that only the course staff knows",
    assignments=(
        Assignment("derivatives", points=100, due=datetime(2027, 1, 22, 23, 59, tzinfo=UTC)),
        Assignment("chain_rule", points=100, due=datetime(2027, 1, 29, 23, 59, tzinfo=UTC)),
        Assignment("dot_product_gradient", points=100, due=datetime(2027, 2, 5, 23, 59, tzinfo=UTC)),
        Assignment("matrix_backprop", points=100, due=datetime(2027, 2, 12, 23, 59, tzinfo=UTC)),
        Assignment("two_layer_backprop", points=100, due=datetime(2027, 2, 26, 23, 59, tzinfo=UTC)),
        # All of it is extra credit, on top of a maximum of 0.
        Assignment("digits", points=0, due=datetime(2027, 3, 5, 23, 59, tzinfo=UTC)),
    ),
    late=LatePolicy(grace=timedelta(minutes=15), per_day=0.1, at_most=0.5),
    # Seconds of CPU; by the wall clock `patience` times as many. What a submission prints is thrown away.
    limits=Limits(call_seconds=2, cell_seconds=10, total_seconds=60, patience=3, memory_mb=512, reply_mb=16),
    follow_through=1.0,
    # What `autograder export feedback` tells a student of hidden checks: "nothing", "name" or "message". Before the due
    # date nothing: one who may push as often as they like would find out by trying which choice of a question is right.
    feedback=Feedback(hidden="nothing", hidden_after_due="message"),
    # What students may import besides numpy, matplotlib and the usual parts of the standard library: "scipy.special", …
    modules=(),
)
