"""Which nodes of the ledger's Merkle tree prove that some touches are in it.

RFC 6962 §2.1.1 gives each leaf a path: the hashes beside it on the way up to the root. The paths of
one article's touches have most of their upper part in common, and some of it can be computed from
the touches themselves; what is left of all paths together is listed once. That, and not twenty
hashes for each touch, is what keeps a proof short. For a single leaf it is exactly its path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

#: Leaves hashed at a time: a power of two, so that each block is a whole subtree.
BLOCK = 4096


@dataclass(frozen=True)
class Inclusion:
    """A tree's root, and the nodes that lead to it from the wanted leaves.

    `nodes` go level by level from the leaves up, in each from left to right.
    """

    size: int
    root: bytes
    nodes: tuple[bytes, ...]


def inclusion(blocks: Iterable[Sequence[bytes]], wanted: Collection[int]) -> Inclusion:
    """The inclusion of the leaves at the wanted indexes (from 0).

    `blocks` are the leaves in order, BLOCK at a time, only the last may be shorter; one block and
    one hash for each of those before it are in memory at a time.
    """
    nodes: dict[tuple[int, int], bytes] = {}
    inside: dict[int, set[int]] = {}
    for index in wanted:
        inside.setdefault(index // BLOCK, set()).add(index % BLOCK)
    size, roots = 0, []
    for number, leaves in enumerate(blocks):
        hashes = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
        roots.append(_climb(hashes, inside.get(number, set()), 0, size, nodes))
        size += len(hashes)
    if not roots:
        return Inclusion(0, hashlib.sha256(b"").digest(), ())
    root = _climb(roots, set(inside), BLOCK.bit_length() - 1, 0, nodes)
    return Inclusion(size, root, tuple(nodes[place] for place in sorted(nodes)))


def _climb(
    hashes: list[bytes], known: set[int], level: int, start: int,
    nodes: dict[tuple[int, int], bytes],
) -> bytes:  # fmt: skip
    """The root of one level's hashes; notes what stands beside the known on the way up."""
    while len(hashes) > 1:
        for index in known:
            beside = index ^ 1
            if beside not in known and beside < len(hashes):
                nodes[level, start + beside] = hashes[beside]
        above = [
            hashlib.sha256(b"\x01" + left + right).digest()
            for left, right in zip(hashes[::2], hashes[1::2], strict=False)
        ]
        if len(hashes) % 2:
            above.append(hashes[-1])  # RFC 6962: what has nothing beside it goes up as it is
        hashes, known = above, {index // 2 for index in known}
        level, start = level + 1, start // 2
    return hashes[0]
