// Seals what was entered for the study's public key, in this browser: HPKE (RFC 9180), base mode, DHKEM(P-256,
// HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The key that sealed is forgotten with the call, so nothing here opens it.
"use strict";
const Seal = (() => {
  const { subtle } = crypto, coder = new TextEncoder();
  const text = (words) => coder.encode(words);
  const two = (number) => [number >> 8, number & 255];
  const KEM = [...text("KEM"), ...two(0x10)], SUITE = [...text("HPKE"), ...two(0x10), ...two(1), ...two(2)];
  const NONE = new Uint8Array(32), CURVE = { name: "ECDH", namedCurve: "P-256" };

  async function hmac(key, data) {
    const made = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return new Uint8Array(await subtle.sign("HMAC", made, Uint8Array.from(data)));
  }
  /** With an empty salt HKDF takes as many zeros as a hash has bytes. */
  function extract(suite, salt, label, data) {
    return hmac(salt, [...text("HPKE-v1"), ...suite, ...text(label), ...data]);
  }
  /** No more than the 32 bytes of one round are ever asked for. */
  async function expand(suite, key, label, data, length) {
    return (await hmac(key, [...two(length), ...text("HPKE-v1"), ...suite, ...text(label), ...data, 1])).slice(0, length);
  }
  async function shared(to) {
    const point = await subtle.importKey("raw", to, CURVE, false, []), own = await subtle.generateKey(CURVE, false, ["deriveBits"]);
    const enc = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
    const both = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: point }, own.privateKey, 256));
    const key = await extract(KEM, NONE, "eae_prk", both);
    return { enc, secret: await expand(KEM, key, "shared_secret", [...enc, ...to], 32) };
  }
  /** Several words as one, so that no other words give the same: `1:a,2:bc,`. */
  function netstrings(...parts) {
    return text(parts.map((part) => `${text(part).length}:${part},`).join(""));
  }
  /** The bytes, sealed for the point `to`, for a place and an id. */
  async function seal(to, data, place, id) {
    const { enc, secret } = await shared(to), info = netstrings("kapea-device-1", place, id);
    const told = [0, ...(await extract(SUITE, NONE, "psk_id_hash", [])), ...(await extract(SUITE, NONE, "info_hash", info))];
    const key = await extract(SUITE, secret, "secret", []);
    const made = await subtle.importKey("raw", await expand(SUITE, key, "key", told, 32), "AES-GCM", false, ["encrypt"]);
    const iv = await expand(SUITE, key, "base_nonce", told, 12);
    return Uint8Array.from([...enc, ...new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, made, data))]);
  }
  return { seal };
})();
