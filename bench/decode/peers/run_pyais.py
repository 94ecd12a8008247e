"""pyais: its iterator over sentences, which joins parts, and the decoding of every message."""

from importlib.metadata import version

from turns import missing, read_bare, take_turns

try:
    from pyais.exceptions import AISBaseException
    from pyais.stream import IterMessages
except ImportError:
    missing("pyais")

lines = read_bare().splitlines()


def decode_all():
    messages = 0
    for sentence in IterMessages(lines):
        try:
            sentence.decode()
        except AISBaseException:
            continue
        messages += 1
    return messages


take_turns("pyais", f"{version('pyais')}, objects, from bare sentences", len(lines), decode_all)
