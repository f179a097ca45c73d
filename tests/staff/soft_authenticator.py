"""A passkey made of software, which can also lie: about the page, the challenge, the person, the key."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PRESENT, WITH_KEY = 0x01, 0x41
OURS = "http://localhost"
ASKED = re.compile(r'<script id="passkey" type="application/json">(.*?)</script>')


def options_of(page: bytes) -> dict[str, Any]:
    """What a page asks a passkey to sign."""
    found = ASKED.search(page.decode())
    assert found is not None
    told = json.loads(found[1])
    return (told.get("creation_options") or told["request_options"])["publicKey"]


class SoftAuthenticator:
    """One key pair. Every lie is an argument; without any, it does as the real ones."""

    def __init__(self) -> None:
        self.private, self.id = ec.generate_private_key(ec.SECP256R1()), token_bytes(32)

    def registers(self, client: Client, address: str, **lies: Any):
        """What answers, where this passkey is added."""
        return _sent(client, address, self.made(options_of(client.get(address).content), **lies), name="Mine")

    def signs(self, client: Client, address: str, **lies: Any):
        """What answers, where this passkey is asked for."""
        return _sent(client, address, self.signed(options_of(client.get(address).content), **lies))

    def made(self, asked, *, says="webauthn.create", rp="", flags=WITH_KEY, **lies: Any) -> dict[str, Any]:
        """A new passkey, as a browser tells it."""
        key = ES256.from_cryptography_key(self.private.public_key())
        key[3] = lies.get("algorithm", key.ALGORITHM)
        data = AuthenticatorData.create(
            sha256((rp or asked["rp"]["id"]).encode()).digest(),
            flags,
            0,
            AttestedCredentialData.create(bytes(16), self.id, key) if flags & 0x40 else b"",
        )
        told = {
            "clientDataJSON": websafe_encode(_told(asked, says, lies)),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._credential(told, lies)

    def signed(self, asked, *, says="webauthn.get", rp="", flags=PRESENT, **lies: Any) -> dict[str, Any]:
        """A signature, as a browser tells it."""
        data = AuthenticatorData.create(sha256((rp or asked["rpId"]).encode()).digest(), flags, 1)
        page = _told(asked, says, lies)
        told = {
            "clientDataJSON": websafe_encode(page),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(
                self.private.sign(data + sha256(page).digest(), ec.ECDSA(hashes.SHA256()))
            ),
        }
        if "signature" in lies:
            told["signature"] = websafe_encode(lies["signature"])
        return self._credential(told, lies)

    def _credential(self, response: dict[str, Any], lies: dict[str, Any]) -> dict[str, Any]:
        id = websafe_encode(lies.get("id", self.id))
        return {
            "id": id,
            "rawId": id,
            "type": lies.get("kind", "public-key"),
            "response": response,
            "clientExtensionResults": {},
        }


def _told(asked: dict[str, Any], says: str, lies: dict[str, Any]) -> bytes:
    """What the browser says of its page, which the key signs."""
    return CollectedClientData.create(
        says,
        lies.get("challenge", asked["challenge"]),
        lies.get("origin", OURS),
        cross_origin=lies.get("framed", False),
    )


def _sent(client: Client, address: str, credential: Any, **more: str):
    return client.post(address, {"credential": json.dumps(credential), **more})
