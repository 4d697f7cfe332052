"""The turn of a twin: what both measure by."""
import time

LEAST_SECONDS = 0.1


def milliseconds(run):
    """The mean time of one run, over as many as fill a turn. The other side's turn is as long."""
    runs = 0
    start = time.perf_counter()
    while True:
        run()
        runs += 1
        took = time.perf_counter() - start
        if took >= LEAST_SECONDS:
            return took * 1000 / runs
