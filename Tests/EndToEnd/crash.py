#!/usr/bin/env python3
"""Kills a real process and makes its system calls fail, again and again, and checks what was promised.

usage: crash.py LUOSHI [KILLS [FAULTS]]

A process plays made-up work into a ledger and prints a receipt (seq and leaf hash) for each entry once
it is synced. This process holds the receipts.

Killed: SIGKILL at a random moment, KILLS times, 10 times on one ledger.
Failing: `strace` lets one system call on the ledger's files fail, or all from one on, FAULTS times, each
on a ledger of its own that was there before; every interesting call and error in turn, at a place
among the calls that a run without a fault makes.

After each run every receipt must be in the ledger with the same leaf (read with Python's own sqlite3
and hashlib), and `luoshi verify --decide` must find everything equal: it recounts, and decides every
entry again with its ceilings and keys. After a failing run the same work is sent once more without
faults: what was promised must be given its first receipt.

Then the durability itself: under strace every batch must sync the write-ahead log of the entries.
CRASH_SEED chooses the random moments; the default is printed.
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
KILLS_EACH = 10
# Requests of a failing run: enough for some batches and for writing the log back.
REQUESTS = "3000"

# What SQLite asks the kernel for, and how that fails on a full disk or a broken one.
CALLS = [
    ("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fdatasync", "EIO"), ("fsync", "EIO"),
    ("ftruncate", "ENOSPC"), ("ftruncate", "EIO"), ("openat", "EIO"), ("openat", "ENOSPC"),
    ("pread64", "EIO"),
]
FILES = ["entries.sqlite", "entries.sqlite-wal", "projections.sqlite", "projections.sqlite-wal"]
FILE_SETS = [FILES, FILES[:2], FILES[2:]]


def load(program, ledger, receipts, arguments=(), tracer=()):
    """Starts the load and a thread that keeps its receipts."""
    process = subprocess.Popen(
        [*tracer, program, "play", "--ledger", ledger, *arguments],
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
    done = subprocess.run(
        [program, "verify", "--decide", "--ledger", ledger], capture_output=True, text=True)
    assert done.returncode == 0, f"verify ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    assert "all equal" in done.stdout, done.stdout


def kill_again_and_again(program, folder, kills, chance):
    ledger, receipts = None, []
    total = entries = 0
    for number in range(kills):
        if number % KILLS_EACH == 0:
            ledger, receipts = os.path.join(folder, f"killed-{number // KILLS_EACH}"), []
            entries = 0
        process, keeper = load(program, ledger, receipts, ["--premises", PREMISES])
        # What is there already is answered first, with its first receipts; the kill is to come
        # while new entries are written.
        looked = len(receipts)
        while process.poll() is None:
            count = len(receipts)
            if any(seq >= entries for seq, _ in receipts[looked:count]):
                break
            looked = count
            time.sleep(0.002)
        time.sleep(chance.uniform(0.0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        keeper.join()
        error = process.stderr.read()
        assert process.returncode == -signal.SIGKILL, f"ended by itself: {error}"
        entries = check_receipts(ledger, receipts)
        check_audit(program, ledger)
        if (number + 1) % KILLS_EACH == 0 or number + 1 == kills:
            held = len(set(receipts))
            total += held
            print(f"  {number + 1} kills: {held} receipts held, {entries} entries, all equal",
                  flush=True)
            shutil.rmtree(ledger)
    return total


def paths_of(names, ledger):
    return [part for name in names for part in ("-P", os.path.join(ledger, name))]


def count_calls(program, folder, begun):
    """How often each call is made on each set of files in a run without a fault, so that a fault is
    planned for a call that will come."""
    counts = {}
    ledger, trace = os.path.join(folder, "counted"), os.path.join(folder, "trace")
    for call in dict.fromkeys(call for call, _ in CALLS):
        for which, names in enumerate(FILE_SETS):
            shutil.copytree(begun, ledger)
            process, keeper = load(
                program, ledger, [], ["--premises", "200", "--requests", REQUESTS],
                ["strace", "-f", "--seccomp-bpf", "-o", trace, "-e", f"trace={call}",
                 *paths_of(names, ledger)])
            keeper.join()
            assert process.wait() == 0, process.stderr.read()
            with open(trace, encoding="utf-8", errors="replace") as lines:
                counts[call, which] = sum(1 for line in lines if f" {call}(" in line)
            shutil.rmtree(ledger)
    return counts


def fail_again_and_again(program, folder, faults, chance):
    """Returns how many receipts were held and how many runs the fault struck."""
    if shutil.which("strace") is None:
        print("SKIPPED failing calls: strace is not installed")
        return 0, 0
    begun = os.path.join(folder, "begun")
    first = []
    process, keeper = load(program, begun, first, ["--premises", "200", "--requests", "1000"])
    keeper.join()
    assert process.wait() == 0, process.stderr.read()
    held, struck = 0, {}
    counts = count_calls(program, folder, begun)
    print("  calls of a run without a fault: " + ", ".join(
        f"{call} {counts[call, 0]}" for call in dict.fromkeys(call for call, _ in CALLS)), flush=True)
    calls = [(call, error) for call, error in CALLS if counts[call, 0] > 0]
    for number in range(faults):
        call, error = calls[number % len(calls)]
        ledger = os.path.join(folder, "failing")
        shutil.copytree(begun, ledger)
        # Opening asks for little, playing for much: early and late moments are both of interest.
        which = chance.choice([which for which in range(len(FILE_SETS)) if counts[call, which] > 0])
        count = counts[call, which]
        when = chance.choice([chance.randint(1, min(12, count)), chance.randint(1, count)])
        onward = chance.choice(["", "+"])
        trace = os.path.join(folder, "trace")
        names = FILE_SETS[which]
        paths = paths_of(names, ledger)
        tracer = ["strace", "-f", "--seccomp-bpf", "-o", trace, "-e", f"trace={call}", "-e",
                  f"inject={call}:error={error}:when={when}{onward}", *paths]
        receipts = []
        run = f"{call} {error} when={when}{onward} on {', '.join(names)}"
        process, keeper = load(
            program, ledger, receipts, ["--premises", "200", "--requests", REQUESTS], tracer)
        try:
            # An hour, since a machine may be busy with other things.
            code = process.wait(timeout=3_600)
        except subprocess.TimeoutExpired:
            process.kill()
            raise AssertionError(f"{run}: it hangs")
        keeper.join()
        words = process.stderr.read()
        assert code in (0, 1), f"{run}: ended with {code}:\n{words}"
        with open(trace, encoding="utf-8", errors="replace") as lines:
            if any("(INJECTED)" in line for line in lines):
                struck[f"{call} {error}"] = struck.get(f"{call} {error}", 0) + 1
        try:
            check_receipts(ledger, first + receipts)
            check_audit(program, ledger)
            again = []
            process, keeper = load(
                program, ledger, again, ["--premises", "200", "--requests", REQUESTS])
            keeper.join()
            # 1: what was lost for a month of the simulation's time is too late by now.
            assert process.wait() in (0, 1), process.stderr.read()
            assert set(first + receipts) <= set(again), "a repeat was given another receipt"
            check_receipts(ledger, again)
            check_audit(program, ledger)
        except AssertionError as problem:
            raise AssertionError(f"{run}: {problem}\n{words}") from problem
        held += len(set(receipts))
        shutil.rmtree(ledger)
        if (number + 1) % KILLS_EACH == 0:
            print(f"  {number + 1} runs with a failing call: {held} receipts held", flush=True)
    words = ", ".join(f"{name} {count}" for name, count in sorted(struck.items()))
    print(f"  {faults} runs with a failing call, {sum(struck.values())} struck ({words})")
    return held, sum(struck.values())


def check_syncing(program, folder):
    if shutil.which("strace") is None:
        print("SKIPPED syncing: strace is not installed")
        return
    ledger = os.path.join(folder, "traced")
    trace = os.path.join(folder, "trace")
    subprocess.run(
        ["strace", "-f", "-y", "-e", "trace=fdatasync,fsync", "-o", trace, program, "play",
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
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    faults = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    seed = os.environ.get("CRASH_SEED", str(int(time.time())))
    print(f"  CRASH_SEED={seed}")
    chance = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="luoshi-crash-")
    try:
        receipts = kill_again_and_again(program, folder, kills, chance)
        more, _ = fail_again_and_again(program, folder, faults, chance)
        check_syncing(program, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"crash test passed: {kills} kills, {faults} failing runs, {receipts + more} receipts held")


main()
