"""Checks of sales."""

import pandas as pd

from autograder.checks import Exercise, equal, printed, raised


def some_sales(draw):
    """Return a table of nine lines, in which each city and each month comes more than once."""
    amounts = [round(float(amount), 2) for amount in draw.positive(9)]
    cities = draw.words(3) * 3
    return pd.DataFrame({"city": cities, "month": [3, 1, 2, 1, 3, 3, 2, 2, 1], "amount": amounts})


def tidy(answer, draw):
    """A word, and several in all spellings."""
    first, second = draw.words(2)
    return {"word": answer.tidy(f"  {first} "), "words": answer.tidy(f"{first.upper()}   {second.lower()}")}


def read_sales(answer, draw):
    """There is nothing to draw: in grading, the file is another one."""
    return {"sales": answer.read_sales()}


def totals(answer, draw):
    """Cities that come three times each."""
    return {"totals": answer.totals(some_sales(draw))}


def by_month(answer, draw):
    """Months in no order."""
    return {"means": answer.by_month(some_sales(draw))}


def report(answer, draw):
    """Three cities, whose amounts are in no order."""
    amounts = [float(amount) for amount in draw.positive(3)]
    return {"report": answer.report.printed(dict(zip(draw.words(3), amounts, strict=True)))}


def Ledger(answer, draw):
    """Three lines of two cities, and one that is refused."""
    first, second = draw.words(2)
    small, large = sorted(round(float(amount), 2) for amount in draw.positive(2))
    ledger = answer.Ledger()
    empty = answer.apply(len, ledger)
    ledger.add(first, small)
    ledger.add(second, large)
    ledger.add(first, large)
    ledger.add(second, 0)
    return {
        "empty": empty,
        "size": answer.apply(len, ledger),
        "total": ledger.total(first),
        "nothing": ledger.total("nowhere"),
        "table": ledger.table(),
        "below": ledger.add.raised(first, -small),
    }


EXERCISES = [
    Exercise(
        tidy, points=4, checks=[equal("word", points=2), equal("words", points=2, hint="how is each word begun?")]
    ),
    Exercise(read_sales, points=6, checks=[equal("sales", points=6, hint="are lines and cities as they should be?")]),
    Exercise(totals, points=5, checks=[equal("totals", points=5, rtol=1e-9)]),
    Exercise(by_month, points=5, checks=[equal("means", points=5, rtol=1e-9)]),
    Exercise(report, points=4, checks=[printed("report", points=4)]),
    Exercise(
        Ledger,
        points=6,
        checks=[
            equal("empty", points=0.5),
            equal("size", points=0.5),
            equal("total", points=1, rtol=1e-9),
            equal("nothing", points=1),
            equal("table", points=2, hint="which columns, in which order?"),
            raised("below", points=1),
        ],
    ),
]
