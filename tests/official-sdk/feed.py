"""Follows a snapshot over the notification feed, with the Socket.IO library and the settings of the official Python SDK.

Reads DAYTONA_API_URL and DAYTONA_API_KEY, as `daytona-snapshot local serve` prints them.
"""
import os
import queue
import sys
from urllib.parse import urlsplit

import socketio
from daytona import CreateSnapshotParams, Daytona, DaytonaConfig, Image

API_URL, API_KEY = os.environ["DAYTONA_API_URL"], os.environ["DAYTONA_API_KEY"]
NAME = "followed-from-python"
EXPECTED = [
    ("snapshot.created", "pending"),
    ("snapshot.state.updated", "building"),
    ("snapshot.state.updated", "active"),
    ("snapshot.state.updated", "removing"),
    ("snapshot.removed", "removing"),
]

events = queue.Queue()
errors = queue.Queue()


def connect(token):
    client = socketio.Client(reconnection_attempts=0, reconnection_delay=1, reconnection_delay_max=30)

    @client.on("*")
    def receive(name, content):
        snapshot = content.get("snapshot", content)
        if snapshot["name"] == NAME:
            events.put((name, snapshot["state"]))

    client.on("connect_error", errors.put)
    url = urlsplit(API_URL)
    client.connect(
        f"{url.scheme}://{url.netloc}?source=sdk-python",
        socketio_path=f"{url.path}/socket.io/",
        auth={"token": token},
        transports=["websocket"],
        wait=True,
    )
    return client


try:
    connect("wrong")
    sys.exit("not so: a wrong token is refused")
except socketio.exceptions.ConnectionError:
    error = errors.get(timeout=10)
    if error != {"message": "Unauthorized"}:
        sys.exit(f"not so: the refusal of a wrong token is {error}")
print("ok: a wrong token is unauthorized")

feed = connect(API_KEY)
snapshots = Daytona(DaytonaConfig(api_key=API_KEY, api_url=API_URL)).snapshot
created = snapshots.create(CreateSnapshotParams(name=NAME, image=Image.base("alpine:3.20").run_commands("true")))
snapshots.delete(created)
seen = [events.get(timeout=30) for _ in EXPECTED]
if seen != EXPECTED:
    sys.exit(f"not so: the events are {seen}")
print("ok: the events of a build and its removal arrive in order")
feed.disconnect()
