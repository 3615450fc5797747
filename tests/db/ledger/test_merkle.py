"""Roots and inclusion paths are those of RFC 6962, as another program computes them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from db.ledger import merkle
from db.ledger.digest import RunningRoot, leaf_hash


def leaves(size: int) -> list[bytes]:
    return [b'{"seq":%d}' % n for n in range(1, size + 1)]


def blocks(size: int, block: int) -> list[list[bytes]]:
    every = leaves(size)
    return [every[n : n + block] for n in range(0, size, block)]


def reference(size: int) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves(size):
        tree.append_entry(leaf)
    return tree


def climbed(size: int, known: dict[int, bytes], nodes: tuple[bytes, ...]) -> dict[int, list[bytes]]:
    """Each known leaf's own path, taken out of the nodes that all have together."""
    more, paths = iter(nodes), {index: [] for index in known}
    at = {index: index for index in known}
    while size > 1:
        for left in sorted({index & ~1 for index in known}):
            for index in (left, left + 1):
                if index < size and index not in known:
                    known[index] = next(more)
        for index, place in at.items():
            if place ^ 1 < size:
                paths[index].append(known[place ^ 1])
            at[index] = place // 2
        up = {}
        for left in sorted({index & ~1 for index in known}):
            pair = [known[index] for index in (left, left + 1) if index < size]
            up[left // 2] = (
                hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0]
            )
        known, size = up, (size + 1) // 2
    assert list(more) == []
    return paths


@settings(max_examples=200, deadline=None)
@given(data=st.data(), size=st.integers(1, 200), exponent=st.integers(0, 6))
def test_root_and_paths_are_those_of_rfc_6962(data, size, exponent):
    wanted = data.draw(st.sets(st.integers(0, size - 1), min_size=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merkle, "BLOCK", 2**exponent)
        found = merkle.inclusion(blocks(size, 2**exponent), wanted)
    tree = reference(size)
    assert (found.size, found.root) == (size, tree.get_root())
    every = leaves(size)
    paths = climbed(size, {index: leaf_hash(every[index]) for index in wanted}, found.nodes)
    for index in wanted:
        assert paths[index] == tree.prove_inclusion(index + 1).path[1:], (size, wanted, index)


@given(size=st.integers(1, 200), index=st.integers(0, 199))
@settings(max_examples=100, deadline=None)
def test_the_nodes_of_one_leaf_are_its_path(size, index):
    index %= size
    found = merkle.inclusion([leaves(size)], {index})
    assert list(found.nodes) == reference(size).prove_inclusion(index + 1).path[1:]


def test_more_than_one_block_and_none():
    size = merkle.BLOCK * 2 + 5
    wanted = {0, 1, merkle.BLOCK - 1, merkle.BLOCK, size - 1}
    found = merkle.inclusion(blocks(size, merkle.BLOCK), wanted)
    running = RunningRoot()
    for leaf in leaves(size):
        running.add(leaf_hash(leaf))
    assert found.root == running.root()
    paths = climbed(size, {n: leaf_hash(leaves(size)[n]) for n in wanted}, found.nodes)
    tree = reference(size)
    assert all(paths[n] == tree.prove_inclusion(n + 1).path[1:] for n in wanted)
    assert merkle.inclusion([], set()).root == hashlib.sha256(b"").digest()
