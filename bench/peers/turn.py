"""The turn of a twin: what both measure by."""
import os
import time

LEAST_SECONDS = 0.1
# A machine that does other work is fair to nobody by the clock on the wall; PEERS_CLOCK=processor takes the time of the process.
now = time.process_time if os.environ.get("PEERS_CLOCK") == "processor" else time.perf_counter


def milliseconds(run):
    """The mean time of one run, over as many as fill a turn. The other side's turn is as long."""
    runs = 0
    start = now()
    while True:
        run()
        runs += 1
        took = now() - start
        if took >= LEAST_SECONDS:
            return took * 1000 / runs
