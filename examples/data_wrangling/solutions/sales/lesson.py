# %% [markdown]
# # Sales
# [data/sales.csv](data/sales.csv) holds what was sold, as it was typed in: cities in all spellings, amounts missing.

# %% given="setup"
import pandas as pd

from autograder import check

# %% [markdown]
# ## Names


# %% exercise="tidy"
def tidy(name: str) -> str:
    """Return a city's name without spaces around it and with one between its words, each beginning with a capital.

    tidy("  new   york ") is "New York".
    """
    ### BEGIN SOLUTION
    return " ".join(name.split()).title()
    ### END SOLUTION


# %% check="tidy"
check("tidy")

# %% [markdown]
# ## A table


# %% exercise="read_sales"
def read_sales() -> pd.DataFrame:
    """Return data/sales.csv as a table with tidy cities and without the lines that lack an amount.

    The columns are those of the file, in its order; the lines are numbered from 0 again.
    """
    ### BEGIN SOLUTION
    sales = pd.read_csv("data/sales.csv").dropna(subset=["amount"])
    sales["city"] = [tidy(name) for name in sales["city"]]
    return sales.reset_index(drop=True)
    ### END SOLUTION


# %% check="read_sales"
check("read_sales")


# %% exercise="totals"
def totals(sales: pd.DataFrame) -> dict[str, float]:
    """Return the sum of the amounts of each city in a table with the columns city and amount."""
    ### BEGIN SOLUTION
    return {city: float(amount) for city, amount in sales.groupby("city")["amount"].sum().items()}
    ### END SOLUTION


# %% check="totals"
check("totals")


# %% exercise="by_month"
def by_month(sales: pd.DataFrame) -> pd.Series:
    """Return the mean amount of each month, with the months as the index, in order."""
    ### BEGIN SOLUTION
    return sales.groupby("month")["amount"].mean()
    ### END SOLUTION


# %% check="by_month"
check("by_month")

# %% [markdown]
# ## A report


# %% exercise="report"
def report(amounts: dict[str, float]) -> None:
    """Print a line for each city, the largest amount first: city, colon, space, and the amount with two decimals."""
    ### BEGIN SOLUTION
    for city in sorted(amounts, key=lambda city: -amounts[city]):
        print(f"{city}: {amounts[city]:.2f}")
    ### END SOLUTION


# %% check="report"
check("report")


# %% exercise="Ledger"
class Ledger:
    """What was sold, line by line. len() is the number of lines.

    add(city, amount) adds a line; an amount below 0 raises ValueError and adds none. total(city) is the sum for a city,
    0 for one that sold nothing; table() is a DataFrame with the columns city and amount, in the order of the lines.
    """

    ### BEGIN SOLUTION
    def __init__(self):
        self.lines = []

    def add(self, city, amount):
        if amount < 0:
            raise ValueError("an amount is not below 0")
        self.lines.append((city, amount))

    def total(self, city):
        return sum(amount for name, amount in self.lines if name == city)

    def table(self):
        return pd.DataFrame(self.lines, columns=["city", "amount"])

    def __len__(self):
        return len(self.lines)

    ### END SOLUTION


# %% check="Ledger"
check("Ledger")
