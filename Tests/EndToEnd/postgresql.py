#!/usr/bin/env python3
"""A ledger in a PostgreSQL database, with the released program and a server of its own.

usage: postgresql.py LUOSHI [KILLS]

The same seed gives the same root as in files; `verify` finds everything equal. Two processes serve one
ledger: one writes, the other shows what the first has committed, and a third that would write is refused
in words. A process that plays work is killed KILLS times: no receipt is lost. What somebody changed in
the projections is found and put right by `rebuild`. What is held about a person is exported, noted and
erased. Keys are changed by a command that is killed again and again: either the old or the new ones open
everything. A dump restored elsewhere is the same ledger. What has no meaning in a database is refused in
words.
"""
import json
import os
import random
import re
import shutil
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
    expect(
        again.strip() == f"the demo ledger is in {server}&ledger=140213",
        f"a demo that is there is left alone: {again}")
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


PERSON = """
SELECT r.id FROM luoshi.record r JOIN luoshi.ledger l USING (ledger)
JOIN luoshi.symbol s ON s.ledger = r.ledger AND s.id = r.kind
WHERE l.name = 'persons' AND s.name = 'person' AND r.key_number IS NOT NULL ORDER BY r.id LIMIT 1
"""


# As in docs/postgresql.md.
TAKEN_AWAY = """
CREATE TEMPORARY TABLE erased (number bigint, leaf text);
\\copy erased FROM PROGRAM 'tail -n +2 luoshi-persons/erased-keys.txt' (DELIMITER ' ')
DELETE FROM luoshi.subject_key k USING luoshi.ledger l, luoshi.entry e, erased x
WHERE l.name = 'persons' AND k.ledger = l.ledger AND e.ledger = l.ledger
  AND k.number = x.number AND e.seq = x.number / 256
  AND sha256('\\x00'::bytea || e.leaf) = decode(x.leaf, 'base64');
"""


def personal(program, server):
    ledger = server + "&ledger=persons"
    run(program, "play", "--ledger", ledger, "--premises", "40", "--requests", "900")
    person = subprocess.run(
        ["psql", "-At", server, "-c", PERSON], stdout=subprocess.PIPE, text=True,
        check=True).stdout.strip()
    shown = [
        "export-person", "--ledger", ledger, "--record", person, "--by", "李敏", "--reason",
        "本人要求查阅"]
    before = json.loads(run(program, *shown))["records"][0]
    held = {fact["name"]: fact for fact in before["facts"]}
    expect("value" in held["name"], "what is sealed is exported")
    subprocess.run(["pg_dump", "-Fc", "-n", "luoshi", "-f", "before", server], check=True)
    run(program, "erase", "--ledger", ledger, "--record", person, "--reason", "本人来窗口申请")
    after = run(program, *shown)
    expect(json.loads(after)["records"][0]["erased"], "it is erased")
    expect(held["name"]["value"] not in after, "and nothing of it is left")
    expect(os.path.getsize("luoshi-persons/erased-keys.txt") > 0, "the keys destroyed are listed")
    noted = run(program, "access-log", "--ledger", ledger)
    expect(noted.count("李敏") == 2, f"who was shown it is noted: {noted}")
    verified = run(program, "verify", "--decide", "--ledger", ledger)
    expect("all equal" in verified, "verify after an erasure")
    # A dump from before holds the keys, until the list has taken them away.
    sql(server, "CREATE DATABASE earlier")
    earlier = server.replace("@/postgres?", "@/earlier?")
    subprocess.run(["pg_restore", "-d", earlier, "before"], check=True)
    shown[2] = earlier + "&ledger=persons"
    expect(held["name"]["value"] in run(program, *shown), "a dump brings them back")
    subprocess.run(
        ["psql", "-q", "-v", "ON_ERROR_STOP=1", earlier], check=True, text=True, input=TAKEN_AWAY)
    run(program, "rebuild", shown[2])
    expect(held["name"]["value"] not in run(program, *shown), "and the list takes them away")
    verified = run(program, "verify", "--decide", "--ledger", shown[2])
    expect("all equal" in verified, "and nothing else")
    # What outsiders check needs no ledger.
    key = re.search(r"signed by (\S+)", verified).group(1)
    with open("checkpoint", "w") as file:
        file.write(run(program, "consistency", "0", "--ledger", ledger).split("\n\n", 1)[1])
    expect("signed" in run(program, "check", "checkpoint", "--key", key), "a checkpoint is checked")
    print("a person's data are exported, noted and erased")


REPORT = """2022年政府工作报告

一、2022年工作安排

今年经济社会发展的主要预期目标是：固定资产投资增长9%。
"""


def key_of(program, ledger):
    """The key that signs, after a change that was cut short has been finished."""
    done = subprocess.run(
        [program, "verify", "--ledger", ledger], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True)
    if done.returncode == 1:
        expect("run it again" in done.stdout or "root key is missing" in done.stdout, done.stdout)
        expect("finished" in run(program, "rotate-keys", "--ledger", ledger), "it is finished")
        return key_of(program, ledger)
    expect(done.returncode == 0 and "all equal" in done.stdout, done.stdout)
    return re.search(r"signed by (\S+)", done.stdout).group(1)


def rotated(program, server, kills):
    ledger = server + "&ledger=keys"
    with open("report.txt", "w") as file:
        file.write(REPORT)
    run(program, "adopt", "report.txt", "--year", "2022", "--ledger", ledger)
    moments = random.Random(int(os.environ.get("CRASH_SEED", random.randrange(1 << 32))))
    began = time.monotonic()
    keys = [key_of(program, ledger)]
    run(program, "rotate-keys", "--ledger", ledger)
    whole = time.monotonic() - began
    changed = 1
    for _ in range(4 * kills):
        keys.append(key_of(program, ledger))
        if os.path.exists("luoshi-keys/root.key.old"):
            os.rename("luoshi-keys/root.key.old", f"root.key.{len(keys)}")
        process = subprocess.Popen(
            [program, "rotate-keys", "--ledger", ledger], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        time.sleep(moments.random() * 1.5 * whole)
        process.send_signal(signal.SIGKILL)
        process.wait()
        changed += key_of(program, ledger) != keys[-1]
    if os.path.exists("luoshi-keys/root.key.old"):
        os.remove("luoshi-keys/root.key.old")
    # Another machine, which has the root key of before, follows with the new one.
    os.makedirs("elsewhere/luoshi-keys")
    for name in ["root.key", "root.key.next"]:
        shutil.copy("luoshi-keys/root.key", f"elsewhere/luoshi-keys/{name}")
    run(program, "rotate-keys", "--ledger", ledger)
    shutil.copy("luoshi-keys/root.key", "elsewhere/luoshi-keys/root.key.next")
    os.chdir("elsewhere")
    refused = run(program, "verify", "--ledger", ledger, code=1)
    expect("run it again" in refused, f"the key of before opens nothing: {refused}")
    expect("finished" in run(program, "rotate-keys", "--ledger", ledger), "it follows")
    followed = key_of(program, ledger)
    os.chdir("..")
    expect(followed == key_of(program, ledger), "and signs with the same key")
    print(f"keys changed in {4 * kills} runs that were killed, {changed} of them to the end")


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
        personal(program, server)
        rotated(program, server, kills)
        dumped(program, server)
        refusals(program, server)
    finally:
        script.stdin.close()
        script.wait()
        os.chdir("/")
        folder.cleanup()


main()
