"""libais: its C++ decodes payloads; cutting the sentence and joining its parts is done here, without looking at checksums."""

from importlib.metadata import version

from turns import missing, read_bare, take_turns

try:
    import ais
except ImportError:
    missing("libais")

lines = read_bare().decode("latin-1").splitlines()


def decode_all():
    parts = {}
    messages = 0
    for line in lines:
        fields = line.split(",")
        if len(fields) != 7:
            continue
        total, number, sequence, payload = fields[1], fields[2], fields[3], fields[5]
        if total != "1":
            payload = payload if number == "1" else parts.get(sequence, "") + payload
            if number != total:
                parts[sequence] = payload
                continue
            parts.pop(sequence, None)
        try:
            ais.decode(payload, int(fields[6][0]))
        except (ais.DecodeError, ValueError, IndexError):
            continue
        messages += 1
    return messages


take_turns("libais", f"{version('libais')}, dicts, from bare sentences, checksums not looked at", len(lines), decode_all)
