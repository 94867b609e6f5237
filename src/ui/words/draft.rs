//! What the customer reads where a text that was read is not a token's: a row for each error, complete by compilation.

use super::{Told, says};
use crate::provisioning::{DraftError, IssuerNameError};

/// The text that was read is not a token's. Variants that ask the same of the customer share a row.
pub(super) fn draft(error: DraftError) -> Told {
    match error {
        DraftError::Svg => Told {
            what: says("SVG形式の|図です", "This is an SVG drawing"),
            next: says(
                "図を|画面に|出し、|QRコードを|写した|画像を|お選び¦ください。",
                "Open the drawing, and choose a screenshot of its QR code.",
            ),
        },
        DraftError::Migration => Told {
            what: says("ほかの|アプリの|引っ越し用|QRコードです", "This QR code moves tokens of another app"),
            next: says(
                "お取引の|信用金庫から|届いた|QRコードを|お使い¦ください。",
                "Use the QR code you received from your bank.",
            ),
        },
        DraftError::NotAKeyUri => Told {
            what: says("トークンの|QRコードでは|ありません", "This is not a token's QR code"),
            next: says(
                "お取引の|信用金庫から|届いた|QRコードを|お使い¦ください。",
                "Use the QR code you received from your bank.",
            ),
        },
        DraftError::TooLong { .. } => Told {
            what: says("内容が|長すぎます", "The content is too long"),
            next: says(
                "お取引の|信用金庫から|届いた|QRコードを|お使い¦ください。",
                "Use the QR code you received from your bank.",
            ),
        },
        DraftError::HiddenCharacter { .. }
        | DraftError::ControlCharacter
        | DraftError::Fragment
        | DraftError::PercentEncoding
        | DraftError::NotUtf8
        | DraftError::DoubleEncoding
        | DraftError::NoLabel
        | DraftError::LabelColons
        | DraftError::DuplicateParameter { .. }
        | DraftError::IssueTime
        | DraftError::Ocra(_)
        | DraftError::OcraInput
        | DraftError::Tx
        | DraftError::TwoStep(_)
        // A page follows these two in the window.
        | DraftError::HalfToken
        | DraftError::SeveralTokens => Told {
            what: says("内容を|読み取れません", "The content cannot be read"),
            next: says(
                "もう一度|お試し¦ください。|変わらない¦ときは、|お取引の|信用金庫へ|ご連絡¦ください。",
                "Try again. If nothing changes, contact your bank.",
            ),
        },
        DraftError::IssuedAhead => Told {
            what: says("発行の|日時が|先の|日付です", "The token's date of issue is in the future"),
            next: says(
                "端末の|時計を|お確かめ¦ください。|時計が|正しい¦ときは、|登録せずに、|お取引の|信用金庫へ|ご連絡¦ください。",
                "Check this device's clock. If it is right, do not register the token; contact your bank.",
            ),
        },
        DraftError::MisspeltParameter { .. } | DraftError::UnknownParameter { .. } => Told {
            what: says("内容の|一部が|わかりません", "A part of the content is not understood"),
            next: says(
                "正しい|番号を|作れない|おそれが|あるため、|登録しません。|お取引の|信用金庫へ|ご連絡¦ください。",
                "It is not registered, for its codes could be wrong. Contact your bank.",
            ),
        },
        // A customer can order no other kind from the bank, so all kinds that this app does not compute share a row.
        DraftError::Hotp
        | DraftError::UnknownType
        | DraftError::Algorithm
        | DraftError::Digits
        | DraftError::Period => Told {
            what: says(
                "このQRコードは、|このアプリでは|お使いに¦なれません",
                "This QR code does not work with this app",
            ),
            next: says("お取引の|信用金庫へ|お問い合わせ¦ください。", "Ask your bank."),
        },
        DraftError::NoSerial => Told {
            what: says("シリアル番号が|ありません", "The serial number is missing"),
            next: says(
                "シリアル番号の|入った|QRコードの|発行を、|お取引の|信用金庫へ|ご相談¦ください。",
                "Ask your bank for a QR code with a serial number.",
            ),
        },
        DraftError::Serial(_) => Told {
            what: says("シリアル番号の|形式が|違います", "The serial number is not valid"),
            next: says(
                "SKTSと、|8桁から|12桁の|数字です。|届いた書面と|お見くらべ¦ください。",
                "It is SKTS and 8 to 12 digits. Compare it with your letter.",
            ),
        },
        DraftError::SerialContradiction | DraftError::IssuerContradiction => Told {
            what: says("内容が|一致しません", "The details do not match"),
            next: says(
                "登録せずに、|お取引の|信用金庫へ|ご連絡¦ください。",
                "Do not register it; contact your bank.",
            ),
        },
        DraftError::Issuer(error) => issuer(error),
        DraftError::NoSecret | DraftError::SeedText(_) | DraftError::Seed(_) => Told {
            what: says("登録キーを|読み取れません", "The registration key cannot be read"),
            next: says(
                "届いた書面と|お見くらべ¦ください。|変わらない¦ときは、|お取引の|信用金庫へ|ご連絡¦ください。",
                "Compare it with your letter. If nothing changes, contact your bank.",
            ),
        },
        DraftError::Pskc(_) => Told {
            what: says("ファイルを|読み取れません", "The file cannot be read"),
            next: says("お取引の|信用金庫へ|ご連絡¦ください。", "Contact your bank."),
        },
        DraftError::SealedFile => Told {
            what: says(
                "このファイルは、|パスフレーズでは|開けません",
                "No passphrase opens this file",
            ),
            next: says(
                "お取引の|信用金庫へ、|パスフレーズで|開ける|ファイルを|お頼み¦ください。",
                "Ask your bank for a file that a passphrase opens.",
            ),
        },
        DraftError::Transaction => Told {
            what: says("これは|取引QRです", "This is a transaction QR code"),
            next: says(
                "メニューの|「モード切替」で、|「取引認証」を|お選び¦ください。",
                "Choose Transaction code under Change mode in the menu.",
            ),
        },
    }
}

/// The issuer's name is none that a credit union has. It may be somebody else's text, so nothing here leads the customer
/// to do what the name says.
fn issuer(error: IssuerNameError) -> Told {
    let what = match error {
        IssuerNameError::Empty => says("発行元の|名前が|ありません", "The issuer's name is missing"),
        IssuerNameError::TooLong => says("発行元の|名前が|長すぎます", "The issuer's name is too long"),
        IssuerNameError::Digits => {
            says("発行元の|名前に、|長い数字が|入って¦います", "The issuer's name has a long number in it")
        }
        IssuerNameError::Hidden { .. }
        | IssuerNameError::RightToLeft { .. }
        | IssuerNameError::Mark { .. }
        | IssuerNameError::Lookalike { .. }
        | IssuerNameError::Punctuation { .. }
        | IssuerNameError::Alphabet { .. }
        | IssuerNameError::Blanks { .. } => says(
            "発行元の|名前に、|使えない|文字が|入って¦います",
            "The issuer's name has characters that it cannot have",
        ),
    };
    let next = says(
        "登録せずに、|届いた書面に|ある|連絡先から、|お取引の|信用金庫へ|ご連絡¦ください。",
        "Do not register it. Contact your bank as its letter says.",
    );
    Told { what, next }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::every;
    use super::*;
    use crate::provisioning::{PskcError, SeedTextError, TwoStepError};
    use crate::token::{OcraSuiteError, SeedError, SerialError};

    fn issuers() -> Vec<IssuerNameError> {
        use IssuerNameError::*;
        every!(IssuerNameError {
            Empty, TooLong, Digits;
            Hidden { .. } => Hidden { position: 2 },
            RightToLeft { .. } => RightToLeft { position: 2 },
            Mark { .. } => Mark { position: 2 },
            Lookalike { .. } => Lookalike { position: 2 },
            Punctuation { .. } => Punctuation { position: 2 },
            Alphabet { .. } => Alphabet { position: 2 },
            Blanks { .. } => Blanks { position: 2 },
        })
    }

    pub fn drafts() -> Vec<DraftError> {
        use DraftError::*;
        let mut drafts = every!(DraftError {
            NotAKeyUri, Migration, Svg, ControlCharacter, Fragment, Hotp, UnknownType, PercentEncoding, NotUtf8,
            DoubleEncoding, NoLabel, LabelColons, NoSerial, SerialContradiction, IssuerContradiction, NoSecret,
            Algorithm, Digits, Period, IssueTime, IssuedAhead, OcraInput, Tx, Transaction, HalfToken, SeveralTokens,
            SealedFile;
            Ocra(_) => Ocra(OcraSuiteError::Shape),
            HiddenCharacter { .. } => HiddenCharacter { position: 30 },
            MisspeltParameter { .. } => MisspeltParameter { position: 2, meant: "algorithm" },
            UnknownParameter { .. } => UnknownParameter { position: 2, name: None },
            TooLong { .. } => TooLong { bytes: 4096 },
            DuplicateParameter { .. } => DuplicateParameter { position: 2 },
            Serial(_) => Serial(SerialError::TooLong { position: 17 }),
            Issuer(_) => Issuer(IssuerNameError::Empty),
            SeedText(_) => SeedText(SeedTextError::NotBase32 { position: 3 }),
            Seed(_) => Seed(SeedError::TooShort(3)),
            TwoStep(_) => TwoStep(TwoStepError::OutputLength),
            Pskc(_) => Pskc(PskcError::NotXml),
        });
        drafts.extend(issuers().into_iter().map(Issuer));
        drafts
    }
}
