"""Uses the emulator with the official Python SDK: list, get, create from an image name, delete.

Reads DAYTONA_API_URL and DAYTONA_API_KEY, as `daytona-snapshot local serve` prints them.
"""
import os
import time

from checks import check, report
from daytona import CreateSnapshotParams, Daytona, DaytonaConfig, DaytonaError, Resources

client = Daytona(DaytonaConfig(api_key=os.environ["DAYTONA_API_KEY"], api_url=os.environ["DAYTONA_API_URL"]))
snapshots = client.snapshot

check("the list is empty at first", snapshots.list().total == 0)

lines = []
created = snapshots.create(
    CreateSnapshotParams(
        name="from-python",
        image="alpine:3.20",
        resources=Resources(cpu=2, memory=4, disk=5),
        entrypoint=["sleep", "infinity"],
    ),
    on_logs=lines.append,
    timeout=60,
)
check("create returns the active snapshot", str(created.state.value) == "active")
check("the resources arrived", (created.cpu, created.mem, created.disk) == (2, 4, 5))
check("the entrypoint arrived", created.entrypoint == ["sleep", "infinity"])
check("progress was reported", any("from-python" in line for line in lines))

found = snapshots.get("from-python")
check("get by name finds it", found.id == created.id)
check("get by id finds it", snapshots.get(created.id).name == "from-python")

page = snapshots.list(page=1, limit=10)
check("list shows it", [item.name for item in page.items] == ["from-python"])
check("list counts it", (page.total, page.page, page.total_pages) == (1, 1, 1))

try:
    snapshots.create(CreateSnapshotParams(name="from-python", image="alpine:3.20"))
    check("a taken name is refused", False)
except DaytonaError as error:
    check("a taken name is refused", "already exists" in str(error))

try:
    snapshots.create(CreateSnapshotParams(name="latest", image="alpine:latest"))
    check("the tag latest is refused", False)
except DaytonaError as error:
    check("the tag latest is refused", "latest" in str(error))

snapshots.delete(found)
deadline = time.monotonic() + 30
while snapshots.list().items and time.monotonic() < deadline:
    pass
check("delete removes it", snapshots.list().total == 0)

try:
    snapshots.get("from-python")
    check("a removed snapshot is not found", False)
except DaytonaError as error:
    check("a removed snapshot is not found", "not found" in str(error))

report()
