"""Feedback as one web page: it opens from disk, needs no script, prints, and follows the reader's colours and size."""

from __future__ import annotations

import markupsafe

from autograder.core.evidence_text import INVITATION, measured, number_lines
from autograder.core.verdicts import Evidence
from autograder.figures.comparison import comparison_svg
from autograder.reports.feedback_view import MORE_CHECKS, FeedbackView, said_once, section_link, still_to_come
from autograder.reports.pages import render


def feedback_page(view: FeedbackView, course: str) -> str:
    """Return the page; course is the title of the whole."""
    return render(
        "feedback.html",
        view=view,
        course=course,
        more_checks=MORE_CHECKS,
        still_to_come=still_to_come(view),
        said_once=said_once,
        invitation=INVITATION,
        numbers=number_lines,
        picture=_picture,
        link=section_link,
    )


def _picture(evidence: Evidence) -> markupsafe.Markup:
    """Return a picture of the numbers that differ, made of nothing but these; "" where it would say no more."""
    svg = comparison_svg(evidence.got, evidence.want, evidence.shape, evidence.worst, measured(evidence.kind))
    return markupsafe.Markup(svg)
