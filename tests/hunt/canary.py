"""The seed that the hunt looks for, in all its forms."""

import base64

SERIAL = "SKTS90817263"
SEED = bytes.fromhex("c5a11e5eedca9a7e0ddba115f00dfaceb0a710adf1e1ded0c0ffee5ca1ab1e99")
BASE32 = base64.b32encode(SEED).decode().rstrip("=")
URI = f"otpauth://totp/{SERIAL}?secret={BASE32}&issuer=Hunt&algorithm=SHA256"


def windows(data, width):
    """The pieces of a secret that the hunt looks for: half a seed in memory is a leak too."""
    return {data[at:at + width] for at in range(0, len(data) - width + 1, width // 2)} | {data[-width:]}


TEXT_FORMS = set()
for form in (BASE32, BASE32.lower(), SEED.hex(), SEED.hex().upper(), base64.b64encode(SEED).decode()):
    for encoding in ("utf-8", "utf-16-le", "utf-32-le"):
        TEXT_FORMS |= {piece for piece in windows(form.encode(encoding), len("x".encode(encoding)) * 16)}
RAW_FORMS = windows(SEED, 12)
for pad in (0x36, 0x5C):  # HMAC (RFC 2104) computes on the key XORed with these bytes
    RAW_FORMS |= windows(bytes(byte ^ pad for byte in SEED), 12)
