"""Passphrases that cost next to nothing; secrets outside the databases; somebody with a key."""

from __future__ import annotations

import pytest
from tests.vault.people import new_staff

from kapea.config.env import SecretPlace
from kapea.vault import passphrases
from kapea.vault.passphrases import CappedArgon2Hasher, Cost

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch):
    for name in ("KEY_COST", "CODE_COST", "SIGN_IN_COST"):
        monkeypatch.setattr(passphrases, name, CHEAP)
    monkeypatch.setattr(CappedArgon2Hasher, "memory_cost", CHEAP.memory_kib)
    monkeypatch.setattr(CappedArgon2Hasher, "time_cost", CHEAP.passes)


@pytest.fixture(autouse=True)
def outside(tmp_path, settings, monkeypatch):
    """A pepper and a delivery key in files of this test."""
    for name in ("KAPEA_PEPPER", "KAPEA_DELIVERY_KEY"):
        for given in (name, f"{name}_FILE"):
            monkeypatch.delenv(given, raising=False)
    settings.KAPEA_PEPPER = SecretPlace("KAPEA_PEPPER", tmp_path / "pepper")
    settings.KAPEA_DELIVERY_KEY = SecretPlace("KAPEA_DELIVERY_KEY", tmp_path / "delivery.key")
    settings.KAPEA_PEPPER.make()
    settings.KAPEA_DELIVERY_KEY.make()


@pytest.fixture
def ana(db, at):
    return new_staff("ana", at)


@pytest.fixture
def ben(db, at):
    return new_staff("ben", at)
