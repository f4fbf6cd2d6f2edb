"""Writes the beginning of a question, and waits for what it would be worth."""

import os
import struct
import time


def attack(chain, x):
    os.write(3, struct.pack("!II", 200, 2**20) + b'{"ask":"compose"')
    time.sleep(60)
