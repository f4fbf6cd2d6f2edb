"""Writes questions by hand that no proxy would send: to functions that are there, with more than they take."""

import json
import os
import struct


def attack(chain, x):
    for name, arguments in (("compose", []), ("affine", [None] * 2000), ("slope", []), ("compose", ["x" * 10**5])):
        text = json.dumps({"ask": name, "args": {"tuple": arguments}}).encode()
        os.write(3, struct.pack("!II", len(text), 0) + text)
    return x
