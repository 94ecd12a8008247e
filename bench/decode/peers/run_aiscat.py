"""AIS-catcher's decoder through its Python package, to JSON, which costs it less than Python's dicts do."""

from importlib.metadata import version

from turns import missing, read_bare, take_turns

try:
    import aiscat
except ImportError:
    missing("aiscat")

CHUNK = 65536
data = read_bare()


def decode_all():
    decoder = aiscat.Decoder(format="json")
    messages = 0
    for at in range(0, len(data), CHUNK):
        decoder.feed(data[at : at + CHUNK])
        while decoder.next() is not None:
            messages += 1
    return messages


take_turns("aiscat", f"{version('aiscat')} (AIS-catcher), JSON, from bare sentences", data.count(b"\n"), decode_all)
