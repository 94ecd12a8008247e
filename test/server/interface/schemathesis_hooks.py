"""What schemathesis is told of the product: ids that exist, and an address of its own for each call."""

import json
import os
from urllib.parse import urlencode
from zlib import crc32

import schemathesis

KNOWN = json.loads(os.environ["HAIDANG_KNOWN_IDS"])


@schemathesis.hook
def map_path_parameters(ctx, path_parameters):
    """Half of the questions are about what there is: otherwise all would end at 404."""
    path = ctx.operation.path
    if path.startswith("/keys/{"):
        # Names that answers have told of are asked about, too: the key that asks must not be revoked.
        return {**(path_parameters or {}), "name": "không có"}
    known = next((ids for start, ids in KNOWN.items() if path.startswith(start + "/{")), None)
    choice = crc32(repr(path_parameters).encode())
    if known and path_parameters and choice % 2:
        name = path[path.index("{") + 1 : path.index("}")]
        return {**path_parameters, name: known[choice % len(known)]}
    return path_parameters


@schemathesis.hook
def filter_query(ctx, query):
    """A longer address reaches no route: Node itself refuses it, and resets the connection (hostile.test.ts)."""
    return len(urlencode(query or {}, doseq=True, errors="surrogatepass")) < 8000


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """Limits by address are tested elsewhere; here they would answer in place of the routes."""
    # Not of `random`: that is seeded anew with every case.
    address = ".".join(str(byte) for byte in os.urandom(4))
    case.headers = {**(case.headers or {}), "X-Forwarded-For": address}
