"""Pairs of answers that are more similar than the class explains: for a person to look at, never a verdict.

answers reads what was handed in, normal_form and fingerprints turn an answer into what stays when it is disguised,
evidence weighs what two share by how few others have it, page shows the pairs. It may import grading, reports and what
is below; it runs no student's code.
"""
