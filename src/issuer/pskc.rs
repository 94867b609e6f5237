//! A token as a plain key container (PSKC, RFC 6030). It is a secret: the seed is in it.

use crate::token::{Profile, Seed};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use quick_xml::escape::escape;
use zeroize::Zeroizing;

/// Bytes of the longest possible file: the text never moves, so that no copy of the seed stays behind.
const CAPACITY: usize = 4096;

/// The file of one token, for programs that read no Key URI. It says everything and leaves nothing to a reader's defaults,
/// but the time of issue and the suite of transactions, for which the format has no place.
pub fn key_container(profile: &Profile, seed: &Seed) -> Zeroizing<String> {
    let serial = profile.serial.as_str();
    let secret = Zeroizing::new(BASE64_STANDARD.encode(seed.expose()));
    let suite = profile.algorithm.name();
    let issuer = profile
        .issuer
        .as_ref()
        .map_or_else(String::new, |issuer| format!("   <Issuer>{}</Issuer>\n", escape(issuer.as_str())));
    let mut text = Zeroizing::new(String::with_capacity(CAPACITY));
    for piece in [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <KeyContainer xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\" Version=\"1.0\">\n \
         <KeyPackage>\n  <DeviceInfo>\n   <SerialNo>",
        serial,
        "</SerialNo>\n  </DeviceInfo>\n  <Key Id=\"",
        serial,
        "\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:totp\">\n",
        &issuer,
        "   <AlgorithmParameters>\n    <Suite>HMAC-",
        suite,
        "</Suite>\n    <ResponseFormat Encoding=\"DECIMAL\" Length=\"6\"/>\n   </AlgorithmParameters>\n   <Data>\n    <Secret>\n     \
         <PlainValue>",
        &secret,
        "</PlainValue>\n    </Secret>\n    <Time>\n     <PlainValue>0</PlainValue>\n    </Time>\n    <TimeInterval>\n     \
         <PlainValue>30</PlainValue>\n    </TimeInterval>\n   </Data>\n  </Key>\n </KeyPackage>\n</KeyContainer>\n",
    ] {
        text.push_str(piece);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provisioning::draft_from_text;
    use crate::token::{Algorithm, UnixTime};

    #[test]
    fn what_is_written_reads_back() {
        for algorithm in Algorithm::ALL {
            for issuer in ["", "見本信用金庫", "ガス・パン 佐々木", &"\u{20BB7}".repeat(20)] {
                let seed = Seed::new(&[0xA5; 64]).unwrap();
                let profile = Profile {
                    serial: "SKTS123456789012".parse().unwrap(),
                    issuer: issuer.parse().ok(),
                    label: None,
                    algorithm,
                    issued_at: None,
                    ocra: None,
                    tx: false,
                };
                let text = key_container(&profile, &seed);
                let draft = draft_from_text(&text, UnixTime::from_seconds(0)).unwrap();
                assert_eq!(*draft.profile(), profile);
                assert!(draft.seed().same_as(&seed));
                assert!(text.capacity() == CAPACITY, "the text was moved");
            }
        }
    }
}
