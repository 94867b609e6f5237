//! The key that wraps the key of the document, where more than the keystore's key goes into it. FORMAT.md describes it.

use crate::keystore::{KeyId, VaultKey};
use crate::scrub::on_scrubbed_stack;
use ring::hkdf;
use zeroize::Zeroizing;

/// HKDF-SHA256 (RFC 5869) of the parts, one after the other, for the vault of `id` and the kind of slot that `info` names.
pub fn derived<const N: usize>(id: &KeyId, parts: [&[u8; VaultKey::BYTES]; N], info: &[u8]) -> VaultKey {
    on_scrubbed_stack(|| {
        let mut input = Zeroizing::new([[0; VaultKey::BYTES]; N]);
        input.iter_mut().zip(parts).for_each(|(to, part)| to.copy_from_slice(part));
        let mut kek = Zeroizing::new([0; VaultKey::BYTES]);
        hkdf::Salt::new(hkdf::HKDF_SHA256, id.as_bytes())
            .extract(input.as_flattened())
            .expand(&[info], hkdf::HKDF_SHA256)
            .and_then(|output| output.fill(&mut *kek))
            .expect("HKDF-SHA256 gives 32 bytes");
        VaultKey::new(&kek)
    })
}
