"""Builds snapshots from local files with the official Python SDK, over https.

Needs the variables that `daytona-snapshot local serve --tls` prints, and no others.
"""
import asyncio
import json
import os
import pathlib
import tarfile
import time
import urllib.request

from checks import check, report
from daytona import CreateSnapshotParams, Daytona, DaytonaConfig, Image
from daytona._sync.object_storage import ObjectStorage
from daytona._utils.stream import process_streaming_response

API_URL, API_KEY = os.environ["DAYTONA_API_URL"], os.environ["DAYTONA_API_KEY"]
snapshots = Daytona(DaytonaConfig(api_key=API_KEY, api_url=API_URL)).snapshot

FILES = {"app/main.py": "print('hello')\n", "app/lib/greeting.txt": "hello\n", "settings.toml": "debug = true\n"}
for name, content in FILES.items():
    path = pathlib.Path("project", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
os.chdir("project")
pathlib.Path("Dockerfile").write_text("FROM alpine:3.20\nCOPY app /app\nCOPY settings.toml /etc/settings.toml\n")


def call(method, path, body=None):
    """Sends a request that the SDK does not send."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {API_KEY}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{API_URL}{path}", data, headers, method=method)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def uploaded(snapshot):
    """Returns the content of each file in the context of a snapshot."""
    access = call("GET", "/object-storage/push-access")
    storage = ObjectStorage(
        access["storageUrl"],
        access["accessKey"],
        access["secret"],
        access["sessionToken"],
        access["bucket"],
        region=access["region"],
    )
    files = {}
    for context in snapshot.build_info.context_hashes:
        key = f"{access['organizationId']}/{context}/context.tar"
        pathlib.Path("context.tar").write_bytes(bytes(storage.store.get(key).bytes()))
        with tarfile.open("context.tar") as archive:
            for member in filter(tarfile.TarInfo.isfile, archive):
                files[member.name] = archive.extractfile(member).read().decode()
    return files


def build_log(snapshot):
    """Reads the build log as the SDK does. The SDK itself reads no log of a short build."""
    url = call("GET", f"/snapshots/{snapshot.id}/build-logs-url")["url"]
    chunks = []
    headers = {"Authorization": f"Bearer {API_KEY}"}
    asyncio.run(process_streaming_response(url, headers, chunks.append, should_terminate=lambda: True))
    check("the URL of the build log has the scheme https", url.startswith("https://"))
    return "".join(chunks)


def failure_without_files(name, dockerfile):
    """Returns the reason why a build of the same Dockerfile fails without the files."""
    snapshot = call("POST", "/snapshots", {"name": name, "buildInfo": {"dockerfileContent": dockerfile}})
    deadline = time.monotonic() + 60
    while snapshot["state"] not in ("active", "error", "build_failed") and time.monotonic() < deadline:
        snapshot = call("GET", f"/snapshots/{snapshot['id']}")
    return snapshot["errorReason"] or ""


IMAGES = {
    "from-methods": Image.base("alpine:3.20").add_local_dir("app", "/app").add_local_file("settings.toml", "/etc/x.toml"),
    "from-dockerfile": Image.from_dockerfile("Dockerfile"),
}
for name, image in IMAGES.items():
    created = snapshots.create(CreateSnapshotParams(name=name, image=image), timeout=60)
    check(f"{name}: the snapshot is active", created.state.value == "active")
    check(f"{name}: the build log reports a COPY", "COPY" in build_log(created))
    check(f"{name}: the store has the content of every file", uploaded(created) == FILES)
    reason = failure_without_files(f"{name}-without-files", image.dockerfile())
    check(f"{name}: the same build fails without the files", "app" in reason)

report()
