// HPKE by another hand: opens what the vault sealed and seals for it. One JSON object in, one out; bytes as hexadecimal.
import { readFileSync } from "node:fs";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { XWing } from "@hpke/hybridkem-x-wing";

const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });
const { seed, publicKey, info, sealed, data } = JSON.parse(readFileSync(0, "utf8"));
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (buffer) => Buffer.from(buffer).toString("hex");
const ENC = 1120;

const recipientKey = await suite.kem.deserializePrivateKey(bytes(seed));
const [enc, ct] = [bytes(sealed).slice(0, ENC), bytes(sealed).slice(ENC)];
const recipient = await suite.createRecipientContext({ recipientKey, enc, info: bytes(info) });
const opened = hex(await recipient.open(ct));

const recipientPublicKey = await suite.kem.deserializePublicKey(bytes(publicKey));
const sender = await suite.createSenderContext({ recipientPublicKey, info: bytes(info) });
const ours = await sender.seal(bytes(data));
process.stdout.write(JSON.stringify({ kem: suite.kem.id, opened, sealed: hex(sender.enc) + hex(ours) }));
