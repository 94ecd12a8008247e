"""The turns that bench/decode/turns.ts describes, for decoders that run in Python."""

import json
import resource
import sys
import time


def say(what):
    print(json.dumps(what), flush=True)


def missing(package):
    """Ends the process: it cannot take part."""
    say({"missing": f"Python's {package} is not installed (HAIDANG_BENCH_PYTHON names a python that has it)"})
    sys.exit(0)


def read_bare():
    """The bare sentences, one a line, as bytes."""
    with open(sys.argv[1], "rb") as file:
        return file.read()


def take_turns(name, about, sentences, decode):
    """decode() decodes everything from the first state and returns how many messages it made."""
    say({"about": about})
    seconds = []
    messages = 0
    for _ in sys.stdin:
        start = time.perf_counter()
        messages = decode()
        seconds.append(time.perf_counter() - start)
        say({"seconds": seconds[-1], "messages": messages})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say({"name": name, "sentences": sentences, "messages": messages, "seconds": seconds, "peakRssMb": peak})
