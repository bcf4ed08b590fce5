"""Runs a command so many times and prints as one line of JSON how much processor time each run took, from the start of
the process to its end.

Arguments: count, the command."""
import json
import os
import sys

count, command = int(sys.argv[1]), sys.argv[2:]
cpu_ms = []
for _ in range(count):
    process = os.posix_spawn(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, usage = os.wait4(process, 0)
    if status:
        sys.exit(f"{command} ended with {status}")
    cpu_ms.append((usage.ru_utime + usage.ru_stime) * 1e3)
print(json.dumps({"cpu_ms": cpu_ms}))
