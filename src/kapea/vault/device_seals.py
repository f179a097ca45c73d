"""Sealing on a device that must not read back what it sealed: HPKE (RFC 9180) with P-256, HKDF-SHA256 and
AES-256-GCM, since every browser can do these by itself, and needs nobody's library.

A browser seals for the public half; the private one is kept here, sealed under the key of a record. What is
sealed is `enc` (65 bytes) and the ciphertext, as HPKE gives them; `info` binds it to its place and its id. It
is no hybrid with a post-quantum part as ours are: no browser can do that by itself yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kapea.vault.sealing import Unsealable, netstrings

DEVICE_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
DEVICE_VERSION, SCALAR_BYTES, LEAST_DEVICE_SEAL = "kapea-device-1", 32, 65 + 16


@dataclass(frozen=True, slots=True)
class DevicePair:
    """A pair of keys for devices. `public`: 65 bytes, a point, uncompressed. `scalar` leaves sealed only."""

    public: bytes
    scalar: bytes = field(repr=False)


def new_device_pair() -> DevicePair:
    """A fresh pair."""
    made = ec.generate_private_key(ec.SECP256R1())
    public = made.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return DevicePair(public, made.private_numbers().private_value.to_bytes(SCALAR_BYTES, "big"))


def device_info(place: str, item: str) -> bytes:
    """What a seal is bound to: where it belongs, and its id."""
    return netstrings(DEVICE_VERSION, place, item).encode()


def seal_as_device(public: bytes, data: bytes, *, place: str, item: str) -> bytes:
    """Seals as a device does, for what comes to us open and has to wait sealed."""
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    return DEVICE_SUITE.encrypt(data, point, device_info(place, item))


def open_device_seal(scalar: bytes, sealed: bytes, *, place: str, item: str) -> bytes:
    """What a device sealed; raises Unsealable for anything else. Whoever calls has opened the record of the
    scalar, and so left a row in the trail.
    """
    if len(sealed) < LEAST_DEVICE_SEAL:
        raise Unsealable("too short for a seal of a device")
    key = ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())
    try:
        return DEVICE_SUITE.decrypt(sealed, key, device_info(place, item))
    except (InvalidTag, ValueError) as error:
        raise Unsealable from error
