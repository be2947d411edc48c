#!/usr/bin/env python3
"""A ledger in a PostgreSQL database, with the released program and a server of its own.

usage: postgresql.py LUOSHI [KILLS]

The same seed gives the same root as in files; `verify` finds everything equal. Two processes serve one
ledger: one writes, the other shows what the first has committed, and a third that would write is refused
in words. A process that plays work is killed KILLS times: no receipt is lost. What somebody changed in
the projections is found and put right by `rebuild`. A dump restored elsewhere is the same ledger. What
has no meaning in a database is refused in words.
"""
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts")


# As in docs/postgresql.md.
CITY = """
SELECT l.name AS district, convert_from(m.name, 'UTF8') AS measure, sum(t.amount) AS amount
FROM luoshi.tally t
JOIN luoshi.ledger l USING (ledger)
JOIN luoshi.symbol m ON m.ledger = t.ledger AND m.id = t.measure
JOIN luoshi.symbol u ON u.ledger = t.ledger AND u.id = t.unit
WHERE m.name = 'premises.registered' AND u.name = convert_to(l.name, 'UTF8')
  AND t.period >> 40 = 2
GROUP BY 1, 2
"""


def run(program, *arguments, code=0):
    """Runs a command to its end and gives what it printed on both outputs."""
    done = subprocess.run(
        [program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != code:
        sys.exit(f"luoshi {' '.join(arguments)}: exit code {done.returncode}\n{done.stdout}")
    return done.stdout


def expect(condition, words):
    if not condition:
        sys.exit(f"FAILED {words}")


def root(words):
    return re.search(r"^root (\S+)", words, re.M).group(1)


def sql(address, text):
    """Runs SQL with PostgreSQL's own client, as somebody with access to the database would."""
    subprocess.run(
        ["psql", "-q", "-v", "ON_ERROR_STOP=1", address, "-c", text], check=True,
        stdout=subprocess.DEVNULL)


def same_root(program, server):
    arguments = ["--seed", "5", "--through", "2022-02-10", "--no-serve"]
    run(program, "demo", "--ledger", "files", *arguments)
    run(program, "demo", "--ledger", server + "&ledger=140213", *arguments)
    in_files = run(program, "verify", "--ledger", "files")
    in_database = run(program, "verify", "--decide", "--ledger", server + "&ledger=140213")
    expect("all equal" in in_database, "verify says that all is equal")
    expect(root(in_files) == root(in_database), "the same seed gives the same root")
    # What is there is not made again.
    again = run(program, "demo", "--ledger", server + "&ledger=140213", *arguments)
    expect(again == "", "a demo that is there is left alone")
    print("same root as in files, verified")


class Serving:
    """A server of pages, until it is stopped."""

    def __init__(self, program, port, *arguments):
        self.port = port
        self.process = subprocess.Popen(
            [program, "serve", "--port", str(port), *arguments], stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        expect(line.startswith("open http"), f"serve begins: {line}")

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            return answer.read()

    def stop(self):
        self.process.terminate()
        _, noted = self.process.communicate()
        expect("error" not in noted, f"a server without errors: {noted}")


def several_processes(program, server):
    ledger = server + "&ledger=140213"
    writer = Serving(program, 18461, "--ledger", ledger)
    readers = [Serving(program, 18462 + i, "--read-only", "--ledger", ledger) for i in range(2)]
    for path in ["/", "/report", "/unit/140213", "/log/checkpoint", "/api/v1/targets"]:
        wanted = writer.get(path)
        for reader in readers:
            expect(reader.get(path) == wanted, f"{path} is the same from every process")
    refused = run(program, "serve", "--ledger", ledger, "--port", "18469", code=1)
    expect("only one may" in refused and "--read-only" in refused, f"refused in words: {refused}")
    verified = run(program, "verify", "--ledger", ledger)
    expect("all equal" in verified, "verify beside the servers")
    for one in [writer, *readers]:
        one.stop()
    print("one writes, two show, a second writer is refused")


def what_others_write_is_seen(program, server):
    ledger = server + "&ledger=growing"
    run(program, "play", "--ledger", ledger, "--requests", "200")
    reader = Serving(program, 18471, "--read-only", "--ledger", ledger)
    before = reader.get("/log/checkpoint")
    run(program, "play", "--ledger", ledger, "--requests", "400")
    after = reader.get("/log/checkpoint")
    sizes = [int(note.split(b"\n")[1]) for note in (before, after)]
    expect(sizes[1] - sizes[0] == 200, f"what another process wrote is seen: {sizes}")
    reader.stop()
    # The city's numbers, as docs/postgresql.md adds them up.
    found = subprocess.run(
        ["psql", "-At", server, "-c", CITY], stdout=subprocess.PIPE, text=True, check=True)
    expect(found.stdout.startswith("140213|premises.registered|"), "the city's numbers")
    print("readers see what another process has committed")


def killed(program, server, kills):
    ledger = server + "&ledger=killed"
    seed = int(os.environ.get("CRASH_SEED", random.randrange(1 << 32)))
    print(f"CRASH_SEED={seed}")
    moments = random.Random(seed)
    receipts = {}
    different = []
    for _ in range(kills):
        process = subprocess.Popen(
            [program, "play", "--ledger", ledger, "--premises", "20000"], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)

        def keep():
            for line in process.stdout:
                # A line cut off by the kill is no receipt: nobody could have read it whole.
                if line.endswith("\n"):
                    seq, leaf_hash = line.split()
                    if receipts.setdefault(int(seq), leaf_hash) != leaf_hash:
                        different.append(seq)

        keeper = threading.Thread(target=keep)
        before = len(receipts)
        keeper.start()
        deadline = time.monotonic() + 60
        while len(receipts) == before and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.01)
        time.sleep(moments.uniform(0, 0.5))
        expect(process.poll() is None, "the load lasts longer than the test")
        process.send_signal(signal.SIGKILL)
        process.wait()
        keeper.join()
    expect(not different, f"one leaf a place: {different[:5]}")
    # The same requests again: what was acknowledged gets its first receipt.
    again = {}
    for line in run(
            program, "play", "--ledger", ledger, "--premises", "20000", "--requests",
            str(len(receipts) + 100)).splitlines():
        seq, leaf_hash = line.split()
        again[int(seq)] = leaf_hash
    lost = [seq for seq, leaf_hash in receipts.items() if again.get(seq, leaf_hash) != leaf_hash]
    expect(not lost, f"receipts lost: {lost[:5]}")
    verified = run(program, "verify", "--decide", "--ledger", ledger)
    expect("all equal" in verified, "verify after kills")
    count = int(re.search(r"^(\d+) entries", verified, re.M).group(1))
    expect(count > max(receipts), "every acknowledged entry is there")
    print(f"{kills} kills, {len(receipts)} receipts, none lost")


def rebuilt(program, server):
    ledger = server + "&ledger=140213"
    number = "(SELECT ledger FROM luoshi.ledger WHERE name = '140213')"
    sql(server, f"UPDATE luoshi.tally SET amount = amount + 1 WHERE ledger = {number}"
        f" AND ctid = (SELECT min(ctid) FROM luoshi.tally WHERE ledger = {number} AND amount > 0)")
    found = run(program, "verify", "--ledger", ledger, code=3)
    expect("DIFFERS" in found, "a changed number is found")
    words = run(program, "rebuild", ledger)
    expect("DIFFERED  tally: 1 rows" in words, f"and told: {words}")
    expect("all equal" in run(program, "verify", "--ledger", ledger), "and put right")
    words = run(program, "rebuild", ledger)
    expect("nothing was different" in words, f"nothing else was: {words}")
    print("what was changed is found and put right")


def dumped(program, server):
    """What docs/operating.md tells to do in the place of `backup` and `restore`."""
    for refused, remedy in [
            (run(program, "backup", server, "backup.luoshi", code=1), "pg_dump"),
            (run(program, "restore", "backup.luoshi", server, code=1), "pg_restore")]:
        expect(remedy in refused, f"refused in words: {refused}")
    subprocess.run(["pg_dump", "-Fc", "-n", "luoshi", "-f", "dump", server], check=True)
    sql(server, "CREATE DATABASE restored")
    restored = server.replace("@/postgres?", "@/restored?")
    subprocess.run(["pg_restore", "-d", restored, "dump"], check=True)
    verified = [
        run(program, "verify", "--ledger", where + "&ledger=140213") for where in (server, restored)]
    expect(root(verified[0]) == root(verified[1]), "a restored dump is the same ledger")
    expect("all equal" in verified[1], "and whole")
    print("a dump restored elsewhere is the same ledger")


def refusals(program, server):
    words = run(program, "serve", "--ledger", server + "&ledger=nothing", code=1)
    expect("there is no ledger" in words, words)
    words = run(program, "verify", "--ledger", "postgresql://me:secret@/x?host=/nowhere", code=1)
    expect("cannot be used" in words and "secret" not in words, words)
    words = run(program, "verify", "--ledger", server + "&ledger=No%20name", code=1)
    expect("a ledger's name" in words, words)
    words = run(program, "settings", server + "&ledger=140213")
    expect("demoSeed = 5" in words and "format = 1" in words, words)
    print("what cannot be is said in words")


def main():
    program = os.path.abspath(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    os.environ.setdefault("LUOSHI_HOME", os.path.abspath(os.path.join(SCRIPTS, "..")))
    probe = subprocess.run(
        [program, "verify", "--ledger", "postgresql:///x?host=/nowhere"], stderr=subprocess.PIPE,
        text=True)
    if "built without PostgreSQL" in probe.stderr:
        print("SKIPPED postgresql: luoshi was built without it, since libpq is not here")
        return
    script = subprocess.Popen(
        [os.path.join(SCRIPTS, "postgresql")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    server = script.stdout.readline().strip()
    if server.startswith("SKIPPED"):
        print(server)
        return
    folder = tempfile.TemporaryDirectory()
    os.chdir(folder.name)
    try:
        same_root(program, server)
        several_processes(program, server)
        what_others_write_is_seen(program, server)
        killed(program, server, kills)
        rebuilt(program, server)
        dumped(program, server)
        refusals(program, server)
    finally:
        script.stdin.close()
        script.wait()
        os.chdir("/")
        folder.cleanup()


main()
