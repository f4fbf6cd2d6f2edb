"""Answers with callables whose attributes raise, never end or lie about what they are.

Worth: 15
"""

# %%
class Answer:
    def __init__(self, function):
        self.function = function

    def __call__(self, *arguments):
        return self.function(*arguments)

class Round(Answer):
    @property
    def __wrapped__(self):
        return Round(self.function)

class Raising(Answer):
    def __getattr__(self, name):
        raise KeyboardInterrupt(name)

# %% exercise="double"
double = Round(lambda x: x + 1.0)

# %% exercise="quad"
quad = Raising(lambda x: x - 1.0)
