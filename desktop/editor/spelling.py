"""Spelling, where the system has Enchant with a dictionary for the language; else nothing."""

from __future__ import annotations

import ctypes
import ctypes.util
from functools import cache

import regex

_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[’'][\p{L}\p{M}]+)*")


class Dictionary:
    """One language's words."""

    def __init__(self, library: ctypes.CDLL, broker: int, handle: int) -> None:
        self._library, self._broker, self._handle = library, broker, handle
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether the word is spelled as the dictionary has it."""
        found = self._known.get(word)
        if found is None:
            raw = word.replace("’", "'").encode()
            found = self._library.enchant_dict_check(self._handle, raw, len(raw)) == 0
            self._known[word] = found
        return found

    def suggestions(self, word: str, most: int = 5) -> list[str]:
        """What the word may have been meant to be."""
        raw = word.replace("’", "'").encode()
        count = ctypes.c_size_t(0)
        suggest = self._library.enchant_dict_suggest
        suggest.restype = ctypes.POINTER(ctypes.c_char_p)
        found = suggest(self._handle, raw, ctypes.c_ssize_t(len(raw)), ctypes.byref(count))
        if not found:
            return []
        words = [(found[n] or b"").decode() for n in range(min(count.value, most))]
        self._library.enchant_dict_free_string_list(self._handle, found)
        return words

    def mistakes(self, text: str) -> list[tuple[int, int]]:
        """Where in a paragraph words stand that the dictionary does not have (code points)."""
        return [
            found.span() for found in _WORD.finditer(text)
            if len(found[0]) > 1 and not found[0].isupper() and not self.knows(found[0])
        ]  # fmt: skip


@cache
def dictionary(language: str) -> Dictionary | None:
    """The dictionary of a language such as `en`, or None where there is none."""
    name = ctypes.util.find_library("enchant-2")
    if not name:
        return None
    try:
        library = ctypes.CDLL(name)
        library.enchant_broker_init.restype = ctypes.c_void_p
        library.enchant_broker_request_dict.restype = ctypes.c_void_p
        library.enchant_broker_request_dict.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        library.enchant_dict_check.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_ssize_t]
        library.enchant_dict_suggest.argtypes = [
            ctypes.c_void_p, ctypes.c_char_p, ctypes.c_ssize_t, ctypes.POINTER(ctypes.c_size_t)
        ]  # fmt: skip
        library.enchant_dict_free_string_list.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    except (OSError, AttributeError):
        return None
    broker = library.enchant_broker_init()
    for tag in (language, *{"en": ("en_GB", "en_US")}.get(language, ())):
        handle = library.enchant_broker_request_dict(broker, tag.encode())
        if handle:
            return Dictionary(library, broker, handle)
    return None
