#!/usr/bin/env python3
"""Tests the independent reader by itself: its cryptography against published values, then every fixture
against the tokens that were put into it (`vault-v*.tsv`, checked by tests/rooms/vault_fixtures.rs too), and that it takes nothing else. Needs only Python's own library."""

import hashlib
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True  # otherwise Python would write __pycache__ into the tree
from read_vault import argon2id, decrypt_gcm, encrypt_block, expand_key, lines, read_cbor, read_vault

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures"


def fixture(name):
    key = bytes.fromhex((FIXTURES / f"{name}.key").read_text().strip())
    passcode = FIXTURES / f"{name}.passcode"
    passcode = passcode.read_text("utf-8").removesuffix("\n") if passcode.exists() else None
    return (FIXTURES / f"{name}.skts").read_bytes(), key, passcode


class Cryptography(unittest.TestCase):
    def test_aes_256_fips_197_appendix_c3(self):
        keys = expand_key(bytes(range(32)))
        block = bytes.fromhex("00112233445566778899aabbccddeeff")
        self.assertEqual(encrypt_block(keys, block).hex(), "8ea2b7ca516745bfeafc49904b496089")

    def test_gcm_mcgrew_viega_test_case_16(self):
        key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
        plain = decrypt_gcm(
            key,
            bytes.fromhex("cafebabefacedbaddecaf888"),
            bytes.fromhex(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            ),
            bytes.fromhex("76fc6ece0f4e1768cddf8853bb2d551b"),
            bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
        )
        self.assertEqual(
            plain.hex(),
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        )

    def test_argon2id_as_the_argon2_program_prints_it(self):
        # https://github.com/P-H-C/phc-winner-argon2, src/test.c: version 0x13, Argon2id, t = 2, m = 2^16 KiB, p = 1.
        out = argon2id(b"password", b"somesalt", 65536, 2)
        self.assertEqual(out.hex(), "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7")

    def test_cbor_rfc_8949_appendix_a(self):
        for text, value in [
            ("00", 0),
            ("17", 23),
            ("1818", 24),
            ("1a000f4240", 1000000),
            ("1bffffffffffffffff", 18446744073709551615),
            ("f6", None),
            ("4401020304", b"\x01\x02\x03\x04"),
            ("62c3bc", "\u00fc"),
            ("83010203", [1, 2, 3]),
            ("a26161016162820203", {"a": 1, "b": [2, 3]}),
        ]:
            data = bytes.fromhex(text)
            self.assertEqual(read_cbor(data, 0), (value, len(data)), text)


class Fixtures(unittest.TestCase):
    def test_every_fixture_has_the_tokens_that_were_put_into_it(self):
        names = sorted(path.stem for path in FIXTURES.glob("vault-v*.skts"))
        kinds = ["v1-empty", "v1-ten", "v1-two", "v2-empty", "v2-face", "v2-full", "v2-locked", "v2-two"]
        self.assertEqual(names, [f"vault-{kind}" for kind in kinds])
        for name in names:
            read = "".join(lines(read_vault(*fixture(name))))
            self.assertEqual(read, (FIXTURES / f"{name}.tsv").read_text("utf-8"), name)

    def test_nothing_else_is_taken(self):
        for name in ("vault-v1-two", "vault-v2-two"):
            data, key, _ = fixture(name)
            for length in range(len(data)):
                with self.assertRaises(ValueError):
                    read_vault(data[:length], key)
            for at in range(len(data)):
                with self.assertRaises(ValueError):
                    read_vault(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], key)
            with self.assertRaises(ValueError):
                read_vault(data, bytes([key[0] ^ 1]) + key[1:])

    def test_a_face_opens_the_vault_beside_its_passcode_and_no_byte_can_be_changed(self):
        data, key, passcode = fixture("vault-v2-face")
        secret = bytes.fromhex((FIXTURES / "vault-v2-face.secret").read_text().strip())
        read = "".join(lines(read_vault(data, key, secret=secret)))
        self.assertEqual(read, "".join(lines(read_vault(data, key, passcode))))
        with self.assertRaises(ValueError):
            read_vault(data, key)
        for other in (bytes(32), bytes([secret[0] ^ 1]) + secret[1:]):
            with self.assertRaises(ValueError):
                read_vault(data, key, secret=other)
        with self.assertRaises(ValueError):
            read_vault(data, bytes([key[0] ^ 1]) + key[1:], secret=secret)
        contents = data[:-32]
        for at in range(26, 26 + 1 + 101 + 153):
            changed = contents[:at] + bytes([contents[at] ^ 1]) + contents[at + 1 :]
            with self.assertRaises(ValueError):
                read_vault(changed + hashlib.sha256(changed).digest(), key, secret=secret)

    def test_only_the_passcode_opens_a_locked_vault(self):
        data, key, passcode = fixture("vault-v2-locked")
        for other in (None, "", "482914"):
            with self.assertRaises(ValueError):
                read_vault(data, key, other)
        with self.assertRaises(ValueError):
            read_vault(data, bytes([key[0] ^ 1]) + key[1:], passcode)


if __name__ == "__main__":
    unittest.main()
