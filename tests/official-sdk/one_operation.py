"""Performs one operation with the official Python SDK and prints its end as one line of JSON.

Says that it is ready once the SDK is imported, and then reads what to do as one line of JSON: operation, snapshot_id,
data_file (for a build context), timeout (in seconds, 0 is none), api_url, api_key, and the folder to do it in.
"""
import json
import os
import sys

import http_store  # noqa: F401
from daytona import CreateSnapshotParams, Daytona, DaytonaConfig, Image

NAME = "demo"

print("ready", flush=True)
part = json.loads(sys.stdin.readline())
operation, timeout = part["operation"], float(part["timeout"])
# The operation is to be met by the fault, not the search for what it is about.
existing = part["snapshot_id"]
os.chdir(part["folder"])
client = Daytona(DaytonaConfig(api_key=part["api_key"], api_url=part["api_url"]))
log = []


def create(image):
    return client.snapshot.create(CreateSnapshotParams(name=NAME, image=image), on_logs=log.append, timeout=timeout)


def perform():
    if operation == "list":
        return client.snapshot.list()
    if operation == "get":
        return client.snapshot.get(NAME)
    if operation == "create from image":
        return create("alpine:3.20")
    if operation == "create with context":
        return create(Image.base("alpine:3.20").add_local_file(part["data_file"], "/data.bin"))
    if operation == "activate":
        return client.snapshot.activate(existing)
    if operation == "delete":
        return client.snapshot.delete(existing)
    raise SystemExit(f"no such operation: {operation}")


try:
    result = perform()
    # What the SDK says itself is not the build's log.
    lines = [line for text in log for line in text.splitlines() if line.startswith("#")]
    end = {"end": "success", "id": getattr(result, "id", None), "log": "\n".join(lines)}
except Exception as error:
    end = {"end": "failure", "class": type(error).__name__, "text": str(error)}
print(json.dumps(end), flush=True)
# A log thread of its own may still be waiting.
os._exit(0)
