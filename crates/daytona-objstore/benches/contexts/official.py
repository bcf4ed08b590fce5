"""Uploads one directory with the storage class of the official Python SDK, and prints the cost as one line of JSON.

The variables of the example `upload` set the store."""
import json
import os
import resource
import sys
import time

from daytona._sync import object_storage
from obstore.store import S3Store


def over_http(*arguments, client_options, **options):
    """Allows HTTP. The SDK needs HTTPS, but the local stores have no certificate."""
    return S3Store(*arguments, client_options={**client_options, "allow_http": True}, **options)


object_storage.S3Store = over_http
variable = os.environ
started = time.perf_counter()
before = resource.getrusage(resource.RUSAGE_SELF)
storage = object_storage.ObjectStorage(
    variable["S3_ENDPOINT"],
    variable["S3_ACCESS_KEY"],
    variable["S3_SECRET"],
    variable["S3_TOKEN"],
    variable["S3_BUCKET"],
    region=variable["S3_REGION"],
)
storage.upload(sys.argv[1], variable["S3_ORGANIZATION"])
finished = time.perf_counter()
after = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "seconds": finished - started,
    "cpu_seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    "peak_mib": after.ru_maxrss / 1024,
}))
