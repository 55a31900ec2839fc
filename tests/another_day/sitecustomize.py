"""Puts every Python process that finds this folder on its path on the day ANOTHER_DAY, kernels included."""

import datetime
import os

import time_machine

time_machine.travel(datetime.datetime.fromisoformat(os.environ["ANOTHER_DAY"]), tick=True).start()
