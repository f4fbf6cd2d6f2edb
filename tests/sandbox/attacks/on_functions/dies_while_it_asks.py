"""Ends while the reference is at work for it, so that an answer to nobody is under way."""

import os
import threading
import time


def attack(chain, x):
    threading.Thread(target=lambda: (time.sleep(0.01), os._exit(3))).start()
    while True:
        ask(lambda: compose([np.tan] * 1900, np.ones(90)))
