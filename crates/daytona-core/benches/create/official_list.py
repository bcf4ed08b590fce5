"""Lists snapshots once with the official Python SDK."""
import os

from daytona import Daytona, DaytonaConfig

client = Daytona(DaytonaConfig(api_key=os.environ["DAYTONA_API_KEY"], api_url=os.environ["DAYTONA_API_URL"]))
print(client.snapshot.list().total, flush=True)
os._exit(0)
