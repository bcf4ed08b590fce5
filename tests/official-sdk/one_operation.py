"""Performs one operation with the official Python SDK and prints its outcome as one line of JSON.

Prints `ready` once the SDK is imported. Then reads one line of JSON: operation, snapshot_id, data_file (for a build
context), timeout (in seconds, 0 means none), api_url, api_key, and the working folder.
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
# The fault must affect the operation, not a preceding lookup of the snapshot.
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
    # Lines of the SDK itself are not part of the build log.
    lines = [line for text in log for line in text.splitlines() if line.startswith("#")]
    end = {"end": "success", "id": getattr(result, "id", None), "log": "\n".join(lines)}
except Exception as error:
    end = {"end": "failure", "class": type(error).__name__, "text": str(error)}
print(json.dumps(end), flush=True)
# A log thread of the SDK may still be waiting.
os._exit(0)
