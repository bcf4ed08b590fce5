"""Creates snapshots with the official Python SDK, each with a separate thread and client. Prints the delay between the
end of each build and the return of the call, as a line of JSON. The example `bench_create` does the same in Rust.

Arguments: the number of snapshots, the number at a time, `logs` or `quiet`."""
import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from daytona import CreateSnapshotParams, Daytona, DaytonaConfig, Image

count, at_a_time, with_logs = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "logs"


def lag(number):
    # Builds that end at the same moment would wait for each other's clients.
    time.sleep(number % at_a_time * 0.1)
    client = Daytona(DaytonaConfig(api_key=os.environ["DAYTONA_API_KEY"], api_url=os.environ["DAYTONA_API_URL"]))
    name = f"bench-{os.getpid()}-{number}"
    params = CreateSnapshotParams(name=name, image=Image.base("alpine:3.20").run_commands(f"echo {name}"))
    snapshot = client.snapshot.create(params, on_logs=(lambda _: None) if with_logs else None)
    returned = time.time()
    ended = snapshot.updated_at
    if isinstance(ended, str):
        ended = datetime.fromisoformat(ended.replace("Z", "+00:00"))
    return (returned - ended.timestamp()) * 1e3


with ThreadPoolExecutor(at_a_time) as threads:
    lags = list(threads.map(lag, range(count)))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"lags_ms": lags, "peak_mib": peak}), flush=True)
# Its notification threads do not end by themselves.
os._exit(0)
