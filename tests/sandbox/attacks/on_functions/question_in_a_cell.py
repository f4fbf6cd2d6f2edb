"""Writes a question while its cells run, when nobody may ask."""

import json
import os
import struct

text = json.dumps({"ask": "compose", "args": {"tuple": [{"list": []}, {"float": "0x1p+0"}]}}).encode()
os.write(3, struct.pack("!II", len(text), 0) + text)


def attack(chain, x):
    return x
