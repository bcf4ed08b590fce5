"""Serves the S3 of moto on a free loopback port until its input ends.

The first line of its output is a JSON object with the settings of a client, named like environment variables. For each
line of input it prints the number of requests and bytes since the last one. The example `object_store` of
daytona-testkit does the same with its own S3."""
import json
import logging
import os
import sys
import threading

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BUCKET = "contexts"


class Counting:
    """Counts requests and their bytes."""

    def __init__(self, application):
        self.application = application
        self.lock = threading.Lock()
        self.requests = self.bytes = 0

    def __call__(self, environment, start_response):
        with self.lock:
            self.requests += 1
            self.bytes += int(environment.get("CONTENT_LENGTH") or 0)
        return self.application(environment, start_response)

    def take(self):
        with self.lock:
            taken = {"requests": self.requests, "bytes": self.bytes}
            self.requests = self.bytes = 0
        return taken


class KeepAlive(WSGIRequestHandler):
    """Keeps connections open between requests, as every other store does."""

    protocol_version = "HTTP/1.1"


logging.getLogger("werkzeug").setLevel(logging.ERROR)
os.environ.setdefault("AWS_ACCESS_KEY_ID", "key")
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "secret")
application = Counting(DomainDispatcherApplication(create_backend_app))
server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=KeepAlive)
threading.Thread(target=server.serve_forever, daemon=True).start()

endpoint = f"http://127.0.0.1:{server.server_port}"
import boto3  # noqa: E402  needs the credentials

boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket=BUCKET)
application.take()
print(json.dumps({
    "S3_ENDPOINT": endpoint,
    "S3_ACCESS_KEY": "key",
    "S3_SECRET": "secret",
    "S3_TOKEN": "token",
    "S3_BUCKET": BUCKET,
    "S3_REGION": "us-east-1",
    "S3_ORGANIZATION": "organization",
}), flush=True)
for _ in sys.stdin:
    print(json.dumps(application.take()), flush=True)
