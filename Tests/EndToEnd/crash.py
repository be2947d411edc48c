#!/usr/bin/env python3
"""Kills a real process during load, again and again, and checks what was promised.

usage: crash.py LUOSHI [KILLS]

A process plays a simulation into a ledger and prints a receipt (seq and leaf hash) for each entry
once it is synced. It is killed with SIGKILL at a random moment, KILLS times on one ledger. This
process holds the receipts. After each kill every receipt must be in the ledger with the same leaf
(read with Python's own sqlite3 and hashlib), and `luoshi verify` must find everything equal.

Then the durability itself: under strace every batch must sync the write-ahead log of the entries.
"""
import hashlib
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time


# More work than any number of kills lets finish: a load that ends by itself tests nothing.
PREMISES = "20000"


def load(program, ledger, receipts, arguments=()):
    """Starts the load and a thread that keeps its receipts."""
    process = subprocess.Popen(
        [program, "simulate", "--ledger", ledger, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def keep():
        for line in process.stdout:
            # A line cut off by the kill is no receipt: nobody could have read it whole.
            if line.endswith("\n"):
                seq, leaf_hash = line.split()
                receipts.append((int(seq), leaf_hash))

    keeper = threading.Thread(target=keep)
    keeper.start()
    return process, keeper


def check_receipts(ledger, receipts):
    database = sqlite3.connect(f"file:{ledger}/entries.sqlite?mode=ro", uri=True)
    leaves = dict(database.execute("SELECT seq, leaf FROM entry"))
    database.close()
    assert sorted(leaves) == list(range(len(leaves))), "the entries have a gap"
    for seq, leaf_hash in receipts:
        assert seq in leaves, f"entry {seq} was promised and is not in the ledger"
        found = hashlib.sha256(b"\0" + leaves[seq]).hexdigest()
        assert found == leaf_hash, f"entry {seq} is another than was promised"
    return len(leaves)


def check_audit(program, ledger):
    done = subprocess.run([program, "verify", "--ledger", ledger], capture_output=True, text=True)
    assert done.returncode == 0, f"verify ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    assert "all equal" in done.stdout


def kill_again_and_again(program, folder, kills):
    ledger = os.path.join(folder, "ledger")
    receipts = []
    chance = random.Random(os.environ.get("CRASH_SEED", "luoshi"))
    count = 0
    for number in range(kills):
        process, keeper = load(program, ledger, receipts, ["--premises", PREMISES])
        began = len(receipts)
        # Not before the first new receipt, so that the kill comes during load.
        while len(receipts) == began and process.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.uniform(0.0, 0.8))
        process.send_signal(signal.SIGKILL)
        process.wait()
        keeper.join()
        error = process.stderr.read()
        assert process.returncode == -signal.SIGKILL, f"ended by itself: {error}"
        count = check_receipts(ledger, receipts)
        check_audit(program, ledger)
        print(f"  kill {number + 1}: {len(receipts)} receipts held, {count} entries, all equal")
    return len(receipts), count


def check_syncing(program, folder):
    if shutil.which("strace") is None:
        print("SKIPPED syncing: strace is not installed")
        return
    ledger = os.path.join(folder, "traced")
    trace = os.path.join(folder, "trace")
    subprocess.run(
        ["strace", "-f", "-y", "-e", "trace=fdatasync,fsync", "-o", trace, program, "simulate",
         "--ledger", ledger, "--premises", "100", "--requests", "2000"],
        check=True, stdout=subprocess.DEVNULL)
    with open(trace, encoding="utf-8") as lines:
        synced = sum(1 for line in lines if re.search(r"f(data)?sync\(\d+<[^>]*entries\.sqlite-wal>", line))
    database = sqlite3.connect(f"file:{ledger}/entries.sqlite?mode=ro", uri=True)
    (batches,) = database.execute("SELECT count(*) FROM checkpoint").fetchone()
    database.close()
    assert synced >= batches, f"{batches} batches, but only {synced} syncs of the log"
    print(f"  {batches} batches, {synced} syncs of entries.sqlite-wal")


def main():
    program = os.path.abspath(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    folder = tempfile.mkdtemp(prefix="luoshi-crash-")
    try:
        receipts, entries = kill_again_and_again(program, folder, kills)
        check_syncing(program, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"crash test passed: {kills} kills, {receipts} receipts, {entries} entries")


main()
