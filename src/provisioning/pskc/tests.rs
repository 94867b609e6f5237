//! RFC 6030's own examples, and what a file may not do to its own values.

use super::*;

const FIGURE_6: &str = include_str!("../../../tests/fixtures/pskc/rfc6030-figure6.xml");
const FIGURE_7: &str = include_str!("../../../tests/fixtures/pskc/rfc6030-figure7.xml");

/// An example of the RFC, whose keys count, as one that this app reads: outside of the sealed values.
fn time_based(figure: &str) -> String {
    let text = figure.replace("pskc:hotp", "pskc:totp").replace("Length=\"8\"", "Length=\"6\"");
    let text = text.replace(">987654321<", ">SKTS98765432<").replace(">Example-Issuer<", ">Issuer<");
    match text.split_once("<Counter>") {
        Some((before, rest)) => before.to_owned() + rest.split_once("</Counter>").unwrap().1,
        None => text,
    }
}

fn container(text: &str) -> Container {
    match read(text) {
        Ok(Found::Sealed(container)) => container,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn does_not_open(text: &str, secret: &PskcSecret) {
    assert_eq!(container(text).open(secret).unwrap_err(), PskcError::Unopened.into());
}

fn shared_key() -> PskcSecret {
    PskcSecret::hex_key("12345678901234567890123456789012").unwrap()
}

#[test]
fn figure_6_opens_with_the_key_of_the_rfc() {
    let container = container(&time_based(FIGURE_6));
    assert_eq!(container.asks_for(), Asks::Key);
    let draft = container.open(&shared_key()).unwrap().whole().unwrap();
    assert_eq!(draft.seed().expose(), b"12345678901234567890");
    assert_eq!(draft.profile().serial.as_str(), "SKTS98765432");
    assert!(!draft.has_unverified_signature());
}

#[test]
fn figure_7_opens_with_the_passphrase_of_the_rfc() {
    let container = container(&time_based(FIGURE_7));
    assert_eq!(container.asks_for(), Asks::Passphrase);
    let passphrase = PskcSecret::passphrase("qwerty").unwrap();
    let key = container.lock.key(&passphrase).unwrap();
    assert_eq!(
        *key,
        [0x65, 0x1E, 0x63, 0xCD, 0x57, 0x00, 0x84, 0x76, 0xAF, 0x1F, 0xF6, 0x42, 0x2C, 0xD0, 0x2E, 0x41]
    );
    let draft = container.open(&passphrase).unwrap().whole().unwrap();
    assert_eq!(draft.seed().expose(), b"12345678901234567890");
}

#[test]
fn every_changed_byte_of_a_sealed_value_is_one_error() {
    let text = time_based(FIGURE_6);
    let values = ["ESIzRFVmd4iZABEi", "AAECAwQFBgcICQoL", "Su+NvtQfmvfJzF6b"];
    for value in values {
        let at = text.find(value).unwrap();
        for index in at..at + value.len() {
            let mut changed = text.clone();
            let letter = if &text[index..=index] == "A" { "B" } else { "A" };
            changed.replace_range(index..=index, letter);
            if value != values[0] {
                does_not_open(&changed, &shared_key());
            } else if let Ok(found) = container(&changed).open(&shared_key()) {
                // RFC 6030 gives the MAC's own key no MAC; its first block is random, so that no MAC can match.
                panic!("{found:?}");
            }
        }
    }
    // A MAC that is cut, and a value that is cut to whole blocks, less than a block, and nothing.
    does_not_open(&text.replace("Su+NvtQfmvfJzF6bmQiJqoLRExc=", "Su+NvtQfmvfJzF6b"), &shared_key());
    does_not_open(&text.replace("Su+NvtQfmvfJzF6bmQiJqoLRExc=", ""), &shared_key());
    for cut in ["AAECAwQFBgcICQoLDA0ODw==", "AAEC", ""] {
        let value = "AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv";
        does_not_open(&text.replace(value, cut), &shared_key());
        let mac_key = "ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX";
        does_not_open(&text.replace(mac_key, cut), &shared_key());
    }
}

#[test]
fn the_other_examples_of_the_rfc_have_their_refusals() {
    for (figure, error) in [
        (include_str!("../../../tests/fixtures/pskc/rfc6030-figure2.xml"), DraftError::Hotp),
        (include_str!("../../../tests/fixtures/pskc/rfc6030-figure3.xml"), DraftError::Hotp),
        (include_str!("../../../tests/fixtures/pskc/rfc6030-figure4.xml"), DraftError::Hotp),
        (include_str!("../../../tests/fixtures/pskc/rfc6030-figure5.xml"), DraftError::Hotp),
        (FIGURE_6, DraftError::Hotp),
        (FIGURE_7, DraftError::Hotp),
        (include_str!("../../../tests/fixtures/pskc/rfc6030-figure8.xml"), PskcError::KeyKind.into()),
        (include_str!("../../../tests/fixtures/pskc/rfc6030-figure9.xml"), DraftError::Hotp),
        (include_str!("../../../tests/fixtures/pskc/rfc6030-figure10.xml"), DraftError::Hotp),
    ] {
        assert_eq!(read(figure).unwrap_err(), error, "{figure:.400}");
    }
}

#[test]
fn a_signature_is_told_and_not_verified() {
    let signature = "<ds:Signature><ds:SignedInfo/></ds:Signature></KeyContainer>";
    let text = time_based(FIGURE_6).replace("</KeyContainer>", signature);
    let draft = container(&text).open(&shared_key()).unwrap().whole().unwrap();
    assert!(draft.has_unverified_signature());
}

#[test]
fn nothing_shows_a_secret() {
    let secret = PskcSecret::passphrase("qwerty").unwrap();
    assert_eq!(format!("{secret:?} {:?}", shared_key()), "PskcSecret(Passphrase) PskcSecret(Key)");
    assert_eq!(format!("{:?}", container(&time_based(FIGURE_6))), "Container(1 keys)");
}

#[test]
fn keys_are_typed_in_hexadecimal_and_passphrases_as_they_are() {
    for text in ["", "12", &"1".repeat(31), &"1".repeat(33), &"1".repeat(48), &"g".repeat(32)] {
        assert_eq!(PskcSecret::hex_key(text).err(), Some(PskcError::KeyText), "{text}");
    }
    assert!(PskcSecret::hex_key(" 1234 5678 9012 3456 7890 1234 5678 9012\n").is_ok());
    assert!(PskcSecret::hex_key(&"aF".repeat(32)).is_ok());
    assert_eq!(PskcSecret::passphrase("").err(), Some(PskcError::Passphrase));
    assert!(PskcSecret::passphrase(&"a".repeat(1024)).is_ok());
    assert_eq!(PskcSecret::passphrase(&"a".repeat(1025)).err(), Some(PskcError::Passphrase));
    let container = container(&time_based(FIGURE_7));
    assert_eq!(container.open(&shared_key()).unwrap_err(), PskcError::OtherSecret(Asks::Passphrase).into());
    assert_eq!(container.open(&container.typed("Qwerty").unwrap()).unwrap_err(), PskcError::Unopened.into());
}
