#!/usr/bin/env python3
"""Reads a vault by FORMAT.md alone: read_vault.py VAULT KEYFILE [PASSCODEFILE | --secret SECRETFILE]

Prints a line per token: serial, issuer, algorithm, issue time, OCRA suite, seed in hexadecimal; a tab
between, "-" for none. Of a vault of version 2 it also prints, behind these, the customer's name for the token, "tx" where the
token signs transactions, and of a removed token why and when it was removed. It shares nothing with the program that writes vaults, and needs only Python's own
library (and libargon2, by the designers of Argon2, where a passcode opens the vault): AES (FIPS 197), GCM (SP 800-38D) and CBOR (RFC 8949) are written out below, for reading alone and
without care for timing. Never use them for anything else.
"""

import ctypes
import ctypes.util
import hashlib
import hmac
import sys
import unicodedata


def read_vault(data, key, passcode=None, secret=None):
    if len(data) < 32 or not data.startswith(b"SKTSVLT\n"):
        raise ValueError("not a vault")
    contents, checksum = data[:-32], data[-32:]
    if hashlib.sha256(contents).digest() != checksum:
        raise ValueError("damaged")
    version = int.from_bytes(contents[8:10], "big")
    if version == 1:
        nonce, sealed, tag = contents[26:38], contents[38:-16], contents[-16:]
        document = decrypt_gcm(key, nonce, sealed, tag, aad=contents[:26])
    elif version == 2:
        end, data_key = open_slot(contents, key, passcode, secret)
        nonce, sealed, tag = contents[end : end + 12], contents[end + 12 : -16], contents[-16:]
        document = unpad(decrypt_gcm(data_key, nonce, sealed, tag, aad=contents[:end]))
    else:
        raise ValueError(f"version {version}")
    value, end = read_cbor(document, 0)
    if end != len(document):
        raise ValueError("bytes after the document")
    return value


KEYSTORE, PASSCODE, BIOMETRICS = 1, 2, 3
PARAMETERS = {KEYSTORE: 0, PASSCODE: 24, BIOMETRICS: 76}


def open_slot(contents, key, passcode, secret=None):
    """Where the header of version 2 ends, and the key of the document that lies wrapped in its slots."""
    slots, end = read_slots(contents)
    key_id = contents[10:26]
    if list(slots) == [KEYSTORE]:
        kind, kek = KEYSTORE, key
    elif secret is not None and BIOMETRICS in slots:
        kind, kek = BIOMETRICS, derived(key_id, secret + key, b"skts/v2/biometric-slot")
    elif passcode is not None and PASSCODE in slots:
        kind, kek = PASSCODE, passcode_key(key_id, slots[PASSCODE][0], key, passcode)
    else:
        raise ValueError("no slot that opens with what was given")
    parameters, slot = slots[kind]
    commitment, nonce, wrapped, tag = slot[:16], slot[16:28], slot[28:60], slot[60:76]
    if not hmac.compare_digest(hmac.digest(kek, b"skts commit", "sha256")[:16], commitment):
        raise ValueError("another key, another passcode or another secret")
    data_key = decrypt_gcm(kek, nonce, wrapped, tag, aad=contents[:26] + bytes([kind]) + parameters)
    if kind == BIOMETRICS and enclosed_secret(contents[:26], parameters, data_key) != secret:
        raise ValueError("the secret in the slot is another one")
    return end, data_key


def read_slots(contents):
    """Each slot's parameters, and what is wrapped in it, by its kind; and where the last one ends."""
    slots, at = {}, 27
    for _ in range(contents[26]):
        kind = contents[at]
        if kind not in PARAMETERS or kind in slots:
            raise ValueError("a slot of another kind")
        middle = at + 1 + PARAMETERS[kind]
        slots[kind] = contents[at + 1 : middle], contents[middle : middle + 76]
        at = middle + 76
    if list(slots) not in ([KEYSTORE], [PASSCODE], [PASSCODE, BIOMETRICS]) or at > len(contents):
        raise ValueError("another set of slots")
    return slots, at


# --- biometrics ---


def enclosed_secret(name, parameters, data_key):
    secret_id, nonce, sealed, tag = parameters[:16], parameters[16:28], parameters[28:60], parameters[60:]
    return decrypt_gcm(data_key, nonce, sealed, tag, aad=b"skts/v2/biometric-secret" + name + secret_id)


# --- the passcode ---


def passcode_key(key_id, parameters, key, passcode):
    salt, kib, passes = parameters[:16], parameters[16:20], parameters[20:]
    text = unicodedata.normalize("NFKC", passcode).encode()
    p = argon2id(text, salt, int.from_bytes(kib, "big"), int.from_bytes(passes, "big"))
    h = hmac.digest(key, p, "sha256")
    return derived(key_id, p + h + key, b"skts/v2/passcode-slot")


def derived(key_id, given, info):
    """HKDF-SHA256, RFC 5869, one block."""
    return hmac.digest(hmac.digest(key_id, given, "sha256"), info + b"\x01", "sha256")


def argon2id(text, salt, kib, passes):
    if not (19 * 1024 <= kib <= 256 * 1024 and 2 <= passes <= 10):
        raise ValueError("memory or passes that no vault asks for")
    name = ctypes.util.find_library("argon2")
    if name is None:
        sys.exit("libargon2 is missing")
    out = ctypes.create_string_buffer(32)
    hash_raw = ctypes.CDLL(name).argon2id_hash_raw
    sizes = [ctypes.c_uint32] * 3
    hash_raw.argtypes = [*sizes, *[ctypes.c_char_p, ctypes.c_size_t] * 2, ctypes.c_void_p, ctypes.c_size_t]
    if hash_raw(passes, kib, 1, text, len(text), salt, len(salt), out, 32) != 0:
        raise ValueError("Argon2 failed")
    return out.raw


def unpad(padded):
    length = int.from_bytes(padded[:4], "big")
    document, padding = padded[4 : 4 + length], padded[4 + length :]
    if len(padded) % 1024 or len(document) != length or len(padding) >= 1024 or any(padding):
        raise ValueError("the padding is not right")
    return document


# --- AES-256, one block (FIPS 197) ---


def times_x(a):
    return (a << 1) ^ (0x11B if a & 0x80 else 0)


def make_sbox():
    """The inverse in GF(2^8), walked along the powers of 3 and of 1/3, then the affine map."""
    sbox, p, q = [0] * 256, 1, 1
    while True:
        p = (p ^ times_x(p)) & 0xFF
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        rotate = lambda n: ((q << n) | (q >> (8 - n))) & 0xFF
        sbox[p] = q ^ rotate(1) ^ rotate(2) ^ rotate(3) ^ rotate(4) ^ 0x63
        if p == 1:
            sbox[0] = 0x63
            return sbox


SBOX = make_sbox()


def expand_key(key):
    words, rcon = [list(key[i : i + 4]) for i in range(0, 32, 4)], 1
    for i in range(8, 60):
        word = list(words[i - 1])
        if i % 8 == 0:
            word = [SBOX[b] for b in word[1:] + word[:1]]
            word[0] ^= rcon
            rcon = times_x(rcon)
        elif i % 8 == 4:
            word = [SBOX[b] for b in word]
        words.append([a ^ b for a, b in zip(words[i - 8], word)])
    return [sum(words[i : i + 4], []) for i in range(0, 60, 4)]


def encrypt_block(round_keys, block):
    state = [a ^ b for a, b in zip(block, round_keys[0])]
    for number, round_key in enumerate(round_keys[1:], 1):
        state = [SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if number < 14:
            mixed = []
            for column in range(0, 16, 4):
                a = state[column : column + 4]
                every = a[0] ^ a[1] ^ a[2] ^ a[3]
                mixed += [a[i] ^ every ^ times_x(a[i] ^ a[(i + 1) % 4]) for i in range(4)]
            state = mixed
        state = [(a ^ b) & 0xFF for a, b in zip(state, round_key)]
    return bytes(state)


# --- GCM (SP 800-38D) ---


def multiply(x, y):
    product = 0
    for bit in range(127, -1, -1):
        if y >> bit & 1:
            product ^= x
        x = x >> 1 ^ (0xE1 << 120 if x & 1 else 0)
    return product


def ghash(h, aad, sealed):
    total = 0
    lengths = (8 * len(aad)).to_bytes(8, "big") + (8 * len(sealed)).to_bytes(8, "big")
    padded = [part + bytes(-len(part) % 16) for part in (aad, sealed)]
    data = b"".join(padded) + lengths
    for at in range(0, len(data), 16):
        total = multiply(total ^ int.from_bytes(data[at : at + 16], "big"), h)
    return total.to_bytes(16, "big")


def decrypt_gcm(key, nonce, sealed, tag, aad):
    keys = expand_key(key)
    stream = lambda counter: encrypt_block(keys, nonce + counter.to_bytes(4, "big"))
    h = int.from_bytes(encrypt_block(keys, bytes(16)), "big")
    expected = bytes(a ^ b for a, b in zip(ghash(h, aad, sealed), stream(1)))
    if not hmac.compare_digest(expected, tag):
        raise ValueError("the tag is not right: another key, or forged")
    plain = b""
    for at in range(0, len(sealed), 16):
        plain += bytes(a ^ b for a, b in zip(sealed[at : at + 16], stream(2 + at // 16)))
    return plain


# --- CBOR (RFC 8949), as much of it as a vault has ---


def read_cbor(data, at):
    major, low = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7 and low in (20, 21, 22):
        return {20: False, 21: True, 22: None}[low], at
    size = {24: 1, 25: 2, 26: 4, 27: 8}.get(low, 0)
    if low > 27:
        raise ValueError("an indefinite length")
    number = int.from_bytes(data[at : at + size], "big") if size else low
    at += size
    if major == 0:
        return number, at
    if major in (2, 3):
        value = data[at : at + number]
        if len(value) != number:
            raise ValueError("cut off")
        return (value if major == 2 else value.decode()), at + number
    if major == 4:
        items = []
        for _ in range(number):
            item, at = read_cbor(data, at)
            items.append(item)
        return items, at
    if major == 5:
        pairs = {}
        for _ in range(number):
            name, at = read_cbor(data, at)
            pairs[name], at = read_cbor(data, at)
        return pairs, at
    raise ValueError(f"a value of type {major}")


def lines(document):
    for token in document["tokens"]:
        yield line(token, "removed" in document, [])
    for removed in document.get("removed", []):
        yield line(removed["token"], True, [removed["reason"], removed["at"]])


def line(token, second, why):
    fields = [token[name] for name in ("serial", "issuer", "algorithm", "issued_at", "ocra")] + [token["seed"].hex()]
    if second:
        fields += [token["label"], "tx" if token["tx"] else None, *why]
    return "\t".join("-" if field is None else str(field) for field in fields) + "\n"


def main():
    vault, key, *given = sys.argv[1:]
    passcode = secret = None
    with open(key) as file:
        key = bytes.fromhex(file.read().strip())
    if given[:1] == ["--secret"]:
        with open(given[1]) as file:
            secret = bytes.fromhex(file.read().strip())
    elif given:
        with open(given[0], encoding="utf-8") as file:
            passcode = file.read().removesuffix("\n")
    with open(vault, "rb") as file:
        document = read_vault(file.read(), key, passcode, secret)
    sys.stdout.buffer.write("".join(lines(document)).encode())


if __name__ == "__main__":
    main()
