"""Feedback as one web page: it opens from disk, needs no script, prints, and follows the reader's colours and size."""

from __future__ import annotations

from autograder.reports.feedback_view import MORE_CHECKS, FeedbackView, said_once
from autograder.reports.pages import render


def feedback_page(view: FeedbackView, course: str) -> str:
    """Return the page; course is the title of the whole."""
    return render("feedback.html", view=view, course=course, more_checks=MORE_CHECKS, said_once=said_once)
