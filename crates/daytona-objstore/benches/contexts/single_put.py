"""Puts one object from memory in one request, and prints the seconds as JSON. This is the maximum rate of a store.

The client neither hashes nor signs the bytes."""
import json
import os
import sys
import time

import obstore
from obstore.store import S3Store

variable = os.environ
store = S3Store(
    variable["S3_BUCKET"],
    endpoint=variable["S3_ENDPOINT"],
    region=variable["S3_REGION"],
    access_key_id=variable["S3_ACCESS_KEY"],
    secret_access_key=variable["S3_SECRET"],
    session_token=variable["S3_TOKEN"],
    unsigned_payload=True,
    client_options={"allow_http": True, "timeout": "600s"},
)
size = int(sys.argv[1])
content = os.urandom(1 << 20) * (size >> 20)
started = time.perf_counter()
obstore.put(store, f"{variable['S3_ORGANIZATION']}/single/{size}", content, use_multipart=False)
print(json.dumps({"seconds": time.perf_counter() - started, "bytes": len(content)}))
