"""Screens are tested without a screen, and remember nothing of this computer."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _own_preferences(tmp_path, monkeypatch):
    monkeypatch.setenv("COLOPHON_CONFIG", str(tmp_path / "config"))
