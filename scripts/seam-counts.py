#!/usr/bin/env python3
"""Counts pairs and triples of characters in report texts for the mender of torn lines.

Usage: scripts/seam-counts.py TEXT... ; writes three Swift files into Sources/Reading/Layout.
A count is kept as its binary logarithm's whole part, rare ones are left out; no text is kept.
The texts whose torn pages the tests measure must not be among the arguments.
"""

import collections
import math
import random
import sys

PAIR_MIN = 3
TRIPLE_MIN = 5
SINGLE_MIN = 4
LENGTHS = 32
WIDTH = 90
MARKS = ",、。;:“”()《》"
PLAIN = str.maketrans("（），％：；？！", "(),%:;?!")


def ideograph(sign):
    return "\u4e00" <= sign <= "\u9fff"


def kind(sign):
    return {",": 0, "、": 1}.get(sign, 2)


def count(paragraphs):
    counts = [collections.Counter() for _ in range(3)]
    for text in paragraphs:
        for at in range(len(text)):
            for length in (1, 2, 3):
                gram = text[at : at + length]
                if len(gram) < length or not ideograph(gram[-1]):
                    break
                counts[length - 1][gram] += 1
    return counts


def lengths(paragraphs):
    """For each kind of mark before and behind a stretch: how much likelier each length is in a
    real stretch than in two halves of different ones, in sixteenths of a bit."""
    stretches = []
    for text in paragraphs:
        before, length = "\n", 0
        for sign in text:
            if sign not in MARKS:
                length += 1
                continue
            if length:
                stretches.append((kind(before), kind(sign), length))
            before, length = sign, 0
    chance = random.Random(1)
    drawn = chance.choices(stretches, [stretch[2] for stretch in stretches], k=200_000)
    real = collections.defaultdict(collections.Counter)
    mixed = collections.defaultdict(collections.Counter)
    left, right = [], []
    for before, behind, length in drawn:
        cut = chance.randint(1, length - 1) if length > 1 else 1
        real[before, behind][min(length, LENGTHS)] += 1
        left.append((before, cut))
        right.append((behind, length - cut))
    chance.shuffle(right)
    for (before, first), (behind, second) in zip(left, right):
        mixed[before, behind][min(first + second, LENGTHS)] += 1

    def smooth(counts, at):
        return 20 + sum(counts[n] * (3 - abs(at - n)) for n in range(at - 2, at + 3))

    return [
        round(16 * math.log2(smooth(real[a, b], n) / smooth(mixed[a, b], n)))
        for a in range(3)
        for b in range(3)
        for n in range(1, LENGTHS + 1)
    ]


def packed(counts, least, key):
    """A capital letter is a level (A for 1); behind a full stop stands the head of a group."""
    levels = collections.defaultdict(lambda: collections.defaultdict(str))
    for gram, number in sorted(counts.items()):
        if number >= least:
            levels[number.bit_length() - 1][gram[:key]] += gram[key:]
    return "".join(
        chr(64 + level) + "".join("." + head + tails for head, tails in groups.items())
        for level, groups in sorted(levels.items())
    )


def wrapped(text):
    return "\n".join("    " + text[at : at + WIDTH] for at in range(0, len(text), WIDTH))


def write(name, doc, field, text):
    with open(f"Sources/Reading/Layout/{name}.swift", "w", encoding="utf-8") as out:
        out.write(f"/// {doc}\n///\n/// Written by `scripts/seam-counts.py`; not to be edited.\n")
        out.write(f'enum {name} {{\n  static let {field} = """\n{wrapped(text)}\n    """\n}}\n')


def main():
    paragraphs = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as text:
            paragraphs += [line.strip() for line in text.read().translate(PLAIN).split("\n")]
    singles, pairs, triples = count(paragraphs)
    write("PairCounts", "Pairs of characters in government reports, by how often.", "packed",
          packed(pairs, PAIR_MIN, 1))
    write("TripleCounts", "Triples of characters in government reports, by how often.", "packed",
          packed(triples, TRIPLE_MIN, 2))
    rows = lengths(paragraphs)
    table = ",\n".join(
        "    " + ", ".join(map(str, rows[at : at + 16])) for at in range(0, len(rows), 16)
    )
    with open("Sources/Reading/Layout/SingleCounts.swift", "w", encoding="utf-8") as out:
        out.write(
            "/// Characters in government reports by how often, and lengths of their clauses.\n///\n"
            "/// Written by `scripts/seam-counts.py`; not to be edited.\nenum SingleCounts {\n"
            f"  static let total = {sum(singles.values())}\n\n"
            f'  static let packed = """\n{wrapped(packed(singles, SINGLE_MIN, 0))}\n    """\n\n'
            "  /// Sixteenths of a bit: 3 kinds of mark before × 3 behind × 32 lengths.\n"
            f"  static let lengths: [Int] = [\n{table},\n  ]\n}}\n"
        )


main()
