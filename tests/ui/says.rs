//! Every trouble and every refusal has words of its own, in both languages.

use crate::support::{Look, Stage};
use crate::views;
use skts_token::app::*;
use skts_token::provisioning::{DraftError, NotYet, SeedTextError};
use skts_token::token::{IssuerError, SeedError, SerialError};
use std::collections::BTreeSet;

#[test]
fn every_trouble_has_words_of_its_own() {
    use TroubleKind::*;
    let kinds = [
        KeystoreLocked,
        KeystoreRefused,
        KeystoreUnavailable,
        KeyMissing,
        DataDamaged,
        DataNewer,
        DataUnreachable,
        InUse,
        ClockWrong,
    ];
    for language in [Language::Japanese, Language::English] {
        let stage = Stage::new();
        let mut pictures = BTreeSet::new();
        for kind in kinds {
            stage.show(
                &views::frame(Page::Trouble(views::trouble(kind))),
                Look { language, ..Look::default() },
            );
            let deleted = if language == Language::Japanese {
                "何も削除していません"
            } else {
                "Nothing was deleted"
            };
            stage.find(deleted);
            assert!(!stage.find_all("SKTS 1234 5678").is_empty(), "{kind:?}: the serial if it is known");
            assert!(pictures.insert(stage.picture().as_bytes().to_vec()), "{kind:?} looks like another");
        }
    }
}

fn refusals() -> Vec<Refusal> {
    use DraftError::*;
    let drafts = [
        NotAKeyUri,
        Migration,
        Svg,
        TooLong { bytes: 4096 },
        HiddenCharacter { position: 30 },
        ControlCharacter,
        Fragment,
        Hotp,
        UnknownType,
        PercentEncoding,
        NotUtf8,
        DoubleEncoding,
        NoLabel,
        LabelColons,
        DuplicateParameter { position: 2 },
        MisspeltParameter { position: 2, meant: "algorithm" },
        UnknownParameter { position: 2, name: None },
        NoSerial,
        Serial(SerialError::TooLong { position: 17 }),
        SerialContradiction,
        Issuer(IssuerError::Control),
        IssuerContradiction,
        NoSecret,
        SeedText(SeedTextError::NotBase32 { position: 3 }),
        Seed(SeedError::TooShort(3)),
        Algorithm,
        Digits,
        Period,
        IssueTime,
        Ocra,
        NotSupportedYet(NotYet::TwoStep),
        NotSupportedYet(NotYet::Transaction),
        NotSupportedYet(NotYet::Pskc),
    ];
    let others = [
        Refusal::NoQrCode,
        Refusal::SeveralQrCodes,
        Refusal::NotAPicture,
        Refusal::NothingToPaste,
        Refusal::NoFileChooser,
        Refusal::OneFileOnly,
        Refusal::CameraDenied,
        Refusal::CameraDeniedForEver,
        Refusal::NoCamera,
        Refusal::CameraFailed,
        Refusal::TooManyTokens,
        Refusal::NotStored,
        Refusal::NoPasscode,
    ];
    others.into_iter().chain(drafts.into_iter().map(Refusal::Draft)).collect()
}

/// The bold line and the sentence are the two texts that the page has more than without a refusal.
#[test]
fn every_refusal_says_what_happened_and_what_to_do() {
    for language in [Language::Japanese, Language::English] {
        let stage = Stage::new();
        let page = |refused| views::frame(Page::Add(WelcomeView { camera: false, reading: false, refused }));
        stage.show(&page(None), Look { language, ..Look::default() });
        let plain = stage.texts();
        for refusal in refusals() {
            stage.show(&page(Some(refusal)), Look { language, ..Look::default() });
            let more = stage.texts().len() - plain.len();
            assert_eq!(more, 2, "{refusal:?} in {language:?}: {:?}", stage.texts());
        }
    }
}
