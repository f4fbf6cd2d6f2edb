"""Finds the answers that its worker keeps, and writes others over them."""

import gc


def attack(chain, x):
    ask(lambda: compose(chain, x))
    for each in gc.get_objects():
        if type(each).__name__ == "Channel":
            for question in vars(each).get("_answers", {}):
                vars(each)["_answers"][question] = ({"returned": {"float": "0x1p+0"}}, b"")
    return ask(lambda: compose(chain, x))
