"""Runs a command several times and prints the processor time of each run as one line of JSON, from the start of
the process to its end.

Arguments: the number of runs, the command."""
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
