"""Writes a thousand questions at once, and reads no answer."""

import json
import os
import struct


def attack(chain, x):
    text = json.dumps({"ask": "compose", "args": {"tuple": [{"list": []}, {"float": "0x1p+0"}]}}).encode()
    os.write(3, (struct.pack("!II", len(text), 0) + text) * 1000)
    return x
