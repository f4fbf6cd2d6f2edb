"""Known mistakes and other right answers of sales."""

from autograder.mistakes import mistake, right
from lesson import pd, tidy


@mistake("tidy")
def spaces_kept(name):
    """The spaces around the name are still there."""
    return name.title()


@mistake("tidy")
def first_word_alone(name):
    """Each word begins with a capital, not the first one alone."""
    return " ".join(name.split()).capitalize()


@mistake("tidy")
def no_spaces(name):
    """There is one space between two words."""
    return "".join(name.split()).title()


@mistake("tidy")
def as_typed(name):
    """The letters are as they were typed: each word is to begin with a capital, and the rest is small."""
    return " ".join(name.split())


@right("tidy")
def word_by_word(name):
    return " ".join(word[:1].upper() + word[1:].lower() for word in name.split())


@mistake("read_sales")
def amounts_missing():
    """Lines without an amount are still there."""
    sales = pd.read_csv("data/sales.csv")
    sales["city"] = [tidy(name) for name in sales["city"]]
    return sales


@mistake("read_sales")
def cities_as_typed():
    """The cities are as they were typed: one city has several names."""
    return pd.read_csv("data/sales.csv").dropna(subset=["amount"]).reset_index(drop=True)


@mistake("read_sales")
def numbers_of_the_file():
    """The lines still have the numbers that they had in the file: reset the index."""
    sales = pd.read_csv("data/sales.csv").dropna(subset=["amount"])
    sales["city"] = [tidy(name) for name in sales["city"]]
    return sales


@mistake("read_sales")
def old_numbers_kept():
    """The old index has become a column: drop it."""
    sales = pd.read_csv("data/sales.csv").dropna(subset=["amount"])
    sales["city"] = [tidy(name) for name in sales["city"]]
    return sales.reset_index()


@right("read_sales")
def by_selection():
    sales = pd.read_csv("data/sales.csv")
    sales = sales[sales["amount"].notna()].reset_index(drop=True)
    return sales.assign(city=sales["city"].map(tidy))


@mistake("totals")
def how_many(sales):
    """This is how many lines each city has."""
    return {city: float(count) for city, count in sales["city"].value_counts().items()}


@mistake("totals")
def means(sales):
    """This is the mean of each city; the sum is asked for."""
    return {city: float(amount) for city, amount in sales.groupby("city")["amount"].mean().items()}


@mistake("totals")
def last_lines(sales):
    """Each city has its last amount alone: add, instead of replacing."""
    return dict(zip(sales["city"], map(float, sales["amount"]), strict=True))


@right("totals")
def by_loop(sales):
    found = {}
    for city, amount in zip(sales["city"], sales["amount"], strict=True):
        found[city] = found.get(city, 0.0) + float(amount)
    return found


@mistake("by_month")
def sums(sales):
    """This is the sum of each month; the mean is asked for."""
    return sales.groupby("month")["amount"].sum()


@mistake("by_month")
def as_they_come(sales):
    """The months are in the order in which they come: sort them."""
    return sales.groupby("month", sort=False)["amount"].mean()


@mistake("by_month")
def months_as_column(sales):
    """The months are a column of a table here: they are to be the index of a Series."""
    return sales.groupby("month", as_index=False)["amount"].mean()


@right("by_month")
def by_pivot(sales):
    return sales.pivot_table(index="month", values="amount", aggfunc="mean")["amount"]


@mistake("report")
def smallest_first(amounts):
    """The largest amount comes first."""
    for city in sorted(amounts, key=lambda city: amounts[city]):
        print(f"{city}: {amounts[city]:.2f}")


@mistake("report")
def all_decimals(amounts):
    """Two decimals are enough: `:.2f` in the braces rounds to them."""
    for city in sorted(amounts, key=lambda city: -amounts[city]):
        print(f"{city}: {amounts[city]}")


@mistake("report")
def by_name(amounts):
    """The lines are in the order of the names; the amounts decide."""
    for city in sorted(amounts):
        print(f"{city}: {amounts[city]:.2f}")


@right("report")
def in_one_print(amounts):
    rows = sorted(amounts.items(), key=lambda row: row[1], reverse=True)
    print("\n".join(f"{city}: {amount:.2f}" for city, amount in rows))


@mistake("Ledger")
class NothingRefused:
    """An amount below 0 is to raise a ValueError."""

    def __init__(self):
        self.lines = []

    def add(self, city, amount):
        self.lines.append((city, amount))

    def total(self, city):
        return sum(amount for name, amount in self.lines if name == city)

    def table(self):
        return pd.DataFrame(self.lines, columns=["city", "amount"])

    def __len__(self):
        return len(self.lines)


@mistake("Ledger")
class AllCities:
    """total adds up all lines: those of the city that is asked for count."""

    def __init__(self):
        self.lines = []

    def add(self, city, amount):
        if amount < 0:
            raise ValueError("below 0")
        self.lines.append((city, amount))

    def total(self, city):
        return sum(amount for _, amount in self.lines)

    def table(self):
        return pd.DataFrame(self.lines, columns=["city", "amount"])

    def __len__(self):
        return len(self.lines)


@mistake("Ledger")
class OneLinePerCity:
    """Each city has one line here, its last: all lines are to be kept."""

    def __init__(self):
        self.amounts = {}

    def add(self, city, amount):
        if amount < 0:
            raise ValueError("below 0")
        self.amounts[city] = amount

    def total(self, city):
        return self.amounts.get(city, 0)

    def table(self):
        return pd.DataFrame(list(self.amounts.items()), columns=["city", "amount"])

    def __len__(self):
        return len(self.amounts)


@right("Ledger")
class TwoLists:
    def __init__(self):
        self.cities, self.amounts = [], []

    def add(self, city, amount):
        if amount < 0:
            raise ValueError(f"{amount} is below 0")
        self.cities.append(city)
        self.amounts.append(amount)

    def total(self, city):
        table = self.table()
        return float(table.loc[table["city"] == city, "amount"].sum())

    def table(self):
        return pd.DataFrame({"city": self.cities, "amount": self.amounts})

    def __len__(self):
        return len(self.cities)
