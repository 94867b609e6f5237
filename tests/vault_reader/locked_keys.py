#!/usr/bin/env python3
"""For tests/processes/memory.rs, which looks for them in the program's memory: what a passcode is stretched to, the key of its slot, and the
key of the document, each in hexadecimal. Reads three lines: the vault's first 128 bytes and the keystore's key, both in hexadecimal, and the passcode."""

import sys

sys.dont_write_bytecode = True  # otherwise Python would write __pycache__ into the tree
from read_vault import argon2id, open_slot, passcode_key

head, key, passcode = (line.rstrip("\n") for line in sys.stdin)
head, key = bytes.fromhex(head), bytes.fromhex(key)
parameters = head[28:52]
cost = [int.from_bytes(part, "big") for part in (parameters[16:20], parameters[20:])]
print(argon2id(passcode.encode(), parameters[:16], *cost).hex())
print(passcode_key(head[10:26], parameters, key, passcode).hex())
print(open_slot(head, key, passcode)[1].hex())
