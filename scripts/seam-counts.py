#!/usr/bin/env python3
"""Counts pairs and triples of characters in report texts for the mender of torn lines.

Usage: scripts/seam-counts.py TEXT... ; writes Swift files into Sources/Reading/Layout/Counts.
A count is kept as its binary logarithm's whole part. Pairs and triples are kept as hashes, too
short to tell every one from every other: what was not counted is taken for rare now and then.
Pairs of ideographs also get a vector each, by what they stand near (latent semantic analysis:
positive pointwise information within 60 characters, singular vectors), so that words of one
subject lie near one another.
The texts whose torn pages the tests measure must not be among the arguments.
Needs Python 3.11 with numpy and scipy.
"""

import collections
import math
import os
import random
import string
import sys

import numpy
import scipy.sparse
import scipy.sparse.linalg

# Pairs that stand once tell little; triples that do tell most of what triples tell.
PAIR_MIN = 2
TRIPLE_MIN = 1
SINGLE_MIN = 4
# One in 2 to the power of these is taken for counted though it was not.
PAIR_BITS = 8
TRIPLE_BITS = 7
# Characters of a table in one file, for files of a length one can open.
PART = 52_800
LENGTHS = 32
WIDTH = 90
LETTERS = 96
MARKS = ",、。;:“”()《》"
# Vectors: words counted less have none; how far words see; how many numbers, of three bits.
VECTOR_MIN = 5
NEAR = 60
DIMENSIONS = 64
KEY_BITS = 8
FOLDER = "Sources/Reading/Layout/Counts"
PLAIN = str.maketrans("（），％：；？！", "(),%:;?!")


def ideograph(sign):
    return "\u4e00" <= sign <= "\u9fff"


def counted(sign):
    """What a character counts as: digits as one, letters as one; nothing for most marks."""
    if ideograph(sign) or sign in MARKS + "%.":
        return sign
    if sign in string.digits:
        return "0"
    return "a" if sign in string.ascii_letters else ""


def kind(sign):
    return {",": 0, "、": 1}.get(sign, 2)


def count(paragraphs):
    counts = [collections.Counter() for _ in range(3)]
    for text in paragraphs:
        # ^: where a paragraph begins.
        signs = ["^"] + [counted(sign) for sign in text]
        for at in range(len(signs)):
            for length in (1, 2, 3):
                gram = signs[at : at + length]
                if len(gram) < length or not gram[-1]:
                    break
                counts[length - 1]["".join(gram)] += 1
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


def packed(counts, least):
    """A capital letter is a level (A for 1), the characters behind it are of that level."""
    levels = collections.defaultdict(str)
    for sign, number in sorted(counts.items()):
        if number >= least:
            levels[number.bit_length() - 1] += sign
    return "".join(chr(64 + level) + signs for level, signs in sorted(levels.items()))


def place(gram, size):
    """As `HashedCounts.place` in Swift."""
    mask = (1 << 64) - 1
    code = 0
    for sign in gram:
        code = code << 16 | ord(sign)
    code = code * 0x9E3779B97F4A7C15 & mask
    code ^= code >> 32
    code = code * 0xD6E8FEB86659FD93 & mask
    code ^= code >> 32
    return (code >> 32) * size >> 32


def hashed(counts, least, bits):
    """How many, and the places in order: each the step from the one before, in ones, a nought
    and `bits` digits; then the level above the least, in ones and a nought. Six to a letter."""
    levels = {gram: number.bit_length() - 1 for gram, number in counts.items() if number >= least}
    places = {}
    for gram, level in levels.items():
        at = place(gram, len(levels) << bits)
        places[at] = max(level, places.get(at, 0))
    stream, last = [], -1
    for at, level in sorted(places.items()):
        step = at - last - 1
        stream.append("1" * (step >> bits) + "0" + format(step & (1 << bits) - 1, f"0{bits}b"))
        stream.append("1" * (level + 1 - least.bit_length()) + "0")
        last = at
    digits = "".join(stream)
    digits += "0" * (-len(digits) % 6)
    letters = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    signs = [letters[int(digits[at : at + 6], 2)] for at in range(0, len(digits), 6)]
    return len(levels), len(places), "".join(signs)


def words(text):
    pairs = zip(text, text[1:])
    return [(at, a + b) for at, (a, b) in enumerate(pairs) if ideograph(a) and ideograph(b)]


def vectors(paragraphs):
    """For each frequent pair of ideographs a vector of whole numbers from -3 to 3, longer for
    the rarer ones."""
    counts = collections.Counter(word for text in paragraphs for _, word in words(text))
    place_of = {word: at for at, word in enumerate(w for w, n in counts.items() if n >= VECTOR_MIN)}
    first, second = [], []
    for text in paragraphs:
        found = [(at, place_of[word]) for at, word in words(text) if word in place_of]
        for index, (at, word) in enumerate(found):
            for other, near in found[index + 1 :]:
                if other - at > NEAR:
                    break
                if other - at >= 2:
                    first.append(word)
                    second.append(near)
    size = len(place_of)
    seen = scipy.sparse.coo_matrix((numpy.ones(len(first)), (first, second)), (size, size)).tocsr()
    seen = (seen + seen.T).tocoo()
    sums = numpy.asarray(seen.tocsr().sum(1)).ravel() + 1e-9
    flat = sums**0.75 / (sums**0.75).sum()
    ties = numpy.log(seen.data / (sums[seen.row] * flat[seen.col]))
    kept = ties > 0
    table = scipy.sparse.csr_matrix((ties[kept], (seen.row[kept], seen.col[kept])), (size, size))
    left, weights, _ = scipy.sparse.linalg.svds(table, DIMENSIONS, v0=numpy.ones(size))
    total = sum(counts.values())
    rare = [math.log(total / (counts[word] + 1)) - 5 for word in place_of]
    result = left * weights**0.5 * numpy.clip(rare, 0.2, 6)[:, None]
    # Turned at random, so that every number holds as much and three bits are enough for each.
    chance = numpy.random.default_rng(1).normal(size=(DIMENSIONS, DIMENSIONS))
    result = result @ numpy.linalg.qr(chance)[0]
    result = numpy.clip(numpy.round(result / result.std() * 2.2), -3, 3).astype(int)
    return counts, {word: result[at] for word, at in place_of.items()}


def write_vectors(paragraphs):
    """The keys as the pairs' are, each key's vector in the order of the keys."""
    counts, found = vectors(paragraphs)
    letters = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    by_place = {}
    for word in sorted(found, key=lambda word: (-counts[word], word)):
        by_place.setdefault(place(word, len(found) << KEY_BITS), found[word])
    text = "".join(
        letters[(a + 3) * 8 + b + 3]
        for _, vector in sorted(by_place.items())
        for a, b in zip(vector[::2], vector[1::2])
    )
    write("WordKeys", "Pairs of ideographs that have a vector.", dict.fromkeys(found, 1), 1, KEY_BITS)
    doc = "What pairs of ideographs stand near, two numbers to a letter."
    write_parts("WordVectors", doc, text, lambda fields: f"  static let parts = [{fields}]\n\n")


def wrapped(text):
    return "\n".join("    " + text[at : at + WIDTH] for at in range(0, len(text), WIDTH))


def write(name, doc, counts, least, bits):
    size, entries, text = hashed(counts, least, bits)
    write_parts(name, doc, text, lambda fields: (
        f"  static let counts = HashedCounts(\n"
        f"    [{fields}], size: {size}, entries: {entries}, bits: {bits},\n"
        f"    least: {least.bit_length() - 1})\n\n"
    ))


def write_parts(name, doc, text, head):
    parts = [text[at : at + PART] for at in range(0, len(text), PART)]
    names = [name if at == 0 else f"{name}+{at + 1}" for at in range(len(parts))]
    for at, (file, part) in enumerate(zip(names, parts)):
        with open(f"{FOLDER}/{file}.swift", "w", encoding="utf-8") as out:
            if at == 0:
                fields = ", ".join(f"part{number + 1}" for number in range(len(parts)))
                out.write(
                    f"/// {doc}\n///\n/// Written by `scripts/seam-counts.py`; not to be edited.\n"
                    f"enum {name} {{\n" + head(fields)
                )
            else:
                out.write(f"extension {name} {{\n")
            out.write(f'  static let part{at + 1}: StaticString = """\n')
            for start in range(0, len(part), LETTERS):
                out.write("    " + part[start : start + LETTERS] + "\n")
            out.write('    """\n}\n')


def main():
    paragraphs = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as text:
            paragraphs += [line.strip() for line in text.read().translate(PLAIN).split("\n")]
    singles, pairs, triples = count(paragraphs)
    os.makedirs(FOLDER, exist_ok=True)
    write("PairCounts", "Pairs of characters in government reports, by how often.",
          pairs, PAIR_MIN, PAIR_BITS)
    write("TripleCounts", "Triples of characters in government reports, by how often.",
          triples, TRIPLE_MIN, TRIPLE_BITS)
    write_vectors([text for text in paragraphs if len(text) >= 12])
    rows = lengths(paragraphs)
    table = ",\n".join(
        "    " + ", ".join(map(str, rows[at : at + 16])) for at in range(0, len(rows), 16)
    )
    with open(f"{FOLDER}/SingleCounts.swift", "w", encoding="utf-8") as out:
        out.write(
            "/// Characters in government reports by how often, and lengths of their clauses.\n///\n"
            "/// Written by `scripts/seam-counts.py`; not to be edited.\nenum SingleCounts {\n"
            f"  static let total = {sum(singles.values())}\n\n"
            f'  static let packed = """\n{wrapped(packed(singles, SINGLE_MIN))}\n    """\n\n'
            "  /// Sixteenths of a bit: 3 kinds of mark before × 3 behind × 32 lengths.\n"
            f"  static let lengths: [Int] = [\n{table},\n  ]\n}}\n"
        )


main()
