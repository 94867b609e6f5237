//! What the customer reads when something was refused: a row for each refusal, complete by compilation.
//!
//! A new refusal needs its row here and its line in the list of the tests below; the compiler asks for both.

use super::biometrics::not_turned_on;
use super::draft::draft;
use super::{Told, says};
use crate::app::Refusal;
use crate::provisioning::TransactionError;
use crate::provisioning::picture::PictureError;

pub(in crate::ui) fn refusal(refusal: Refusal) -> Told {
    match refusal {
        Refusal::Biometrics(error) => not_turned_on(error),
        Refusal::PasscodeNeeded => Told {
            what: says("パスコードが|必要です", "The passcode is needed"),
            next: says(
                "何も|変えて¦いません。|もう一度|お試しに¦なり、|アプリの|パスコードを|入力して¦ください。",
                "Nothing was changed. Try again, and enter the app's passcode.",
            ),
        },
        Refusal::NoQrCode => Told {
            what: says("QRコードが|見つかりません", "No QR code was found"),
            next: says(
                "QRコード¦全体が、|はっきり|写った|画像を|お選び¦ください。",
                "Choose an image that shows the whole QR code clearly.",
            ),
        },
        Refusal::SeveralQrCodes => Told {
            what: says("QRコードが|2つ以上|あります", "There is more than one QR code"),
            next: says(
                "QRコードが|1つだけの|画像を|お選び¦ください。",
                "Choose an image with one QR code only.",
            ),
        },
        Refusal::OutOfTime => Told {
            what: says("画像が|複雑すぎます", "The picture is too complex"),
            next: says(
                "QRコードの|部分だけを|切り取った|画像を|お選び¦ください。",
                "Choose a picture of the QR code alone.",
            ),
        },
        Refusal::Picture(error) => picture(error),
        Refusal::Transaction(error) => transaction(error),
        Refusal::Empty => Told {
            what: says("ファイルの|中身が|ありません", "The file is empty"),
            next: says(
                "QRコードの|写真か、|画面を|写した|画像を|お選び¦ください。",
                "Choose a photo or a screenshot of the QR code.",
            ),
        },
        Refusal::NothingToPaste => Told {
            what: says("貼り付ける¦ものが|ありません", "There is nothing to paste"),
            next: says(
                "QRコードの|画像か、|届いた文字を|コピーして、|お試し¦ください。",
                "Copy the QR code's image or the text you received, then try again.",
            ),
        },
        Refusal::NoFileChooser => Told {
            what: says("ファイルを|選ぶ画面が|開きません", "The file chooser does not open"),
            next: says(
                "画像を|ドロップ¦するか、|貼り付けて¦ください。",
                "Drop the image on this window, or paste it.",
            ),
        },
        Refusal::OneFileOnly => Told {
            what: says("一度に|読み込めるのは|1つです", "Choose one file only"),
            next: says("画像を|1つだけ、|ドロップして¦ください。", "Drop one image only."),
        },
        Refusal::CameraDenied => Told {
            what: says("カメラが|許可されて¦いません", "Camera access is off"),
            next: says(
                "「QRコードを|読み取る」を|もう一度押し、|カメラを|許可して¦ください。|画像や|手入力も¦できます。",
                "Tap Scan QR code again and allow the camera. A picture or typing works too.",
            ),
        },
        Refusal::CameraDeniedForEver => Told {
            what: says("カメラが|許可されて¦いません", "Camera access is off"),
            next: says(
                "端末の設定で、|カメラを|許可して¦ください。|画像や|手入力も¦できます。",
                "Allow this app the camera in the device's settings. A picture or typing works too.",
            ),
        },
        Refusal::NoCamera => Told {
            what: says("カメラを|使えません", "The camera cannot be used"),
            next: says(
                "QRコードの|画像を|選ぶか、|手で|入力して¦ください。",
                "Choose a picture of the QR code, or type it in.",
            ),
        },
        Refusal::CameraFailed => Told {
            what: says("カメラが|途中で|止まりました", "The camera stopped"),
            next: says(
                "もう一度|お試し¦ください。|画像や|手入力も¦できます。",
                "Try again. A picture or typing works too.",
            ),
        },
        Refusal::NoRandomNumbers => Told {
            what: says("文字を|作れ¦ませんでした", "The letters could not be made"),
            next: says(
                "端末を|再起動¦してから、|もう一度|お試し¦ください。",
                "Restart the device, then try again.",
            ),
        },
        Refusal::TooManyTokens => Told {
            what: says("トークンは|10個までです", "You can keep up to 10 tokens"),
            next: says(
                "使わない|トークンを|削除¦してから、|登録して¦ください。",
                "Delete a token that you no longer use, then register this one.",
            ),
        },
        Refusal::TooManyRemoved => Told {
            what: says("以前の¦トークンが|いっぱいです", "Too many earlier tokens are kept"),
            next: says(
                "何も|変わって¦いません。|トークン一覧で、|以前の¦トークンを|一つ、|完全に|削除して¦ください。",
                "Nothing was changed. In the list of tokens, remove one of the earlier ones for good.",
            ),
        },
        Refusal::NotStored => Told {
            what: says("保存できません¦でした", "It could not be saved"),
            next: says(
                "何も|変わって¦いません。|空き容量を|お確かめの¦うえ、|もう一度|お試し¦ください。",
                "Nothing was changed. Check the free space, then try again.",
            ),
        },
        Refusal::InUse => Told {
            what: says("別の|ウインドウで|開いて¦います", "Open in another window"),
            next: says(
                "何も|変わって¦いません。|そちらの|ウインドウを|閉じてから、|もう一度|お試し¦ください。",
                "Nothing was changed. Close that window, then try again.",
            ),
        },
        Refusal::KeystoreRefused => Told {
            what: says("鍵の|保管庫が|受け付け¦ません¦でした", "The keystore refused"),
            next: says(
                "何も|変わって¦いません。|アプリを|開き直して¦から、|もう一度|お試し¦ください。",
                "Nothing was changed. Open the app anew, then try again.",
            ),
        },
        Refusal::OpenAgain => Told {
            what: says("トークン一覧が|変わって¦います", "The tokens have changed"),
            next: says(
                "アプリを|開き直して、|トークン一覧を|お確かめ¦ください。",
                "Open the app anew, and look at the list of tokens.",
            ),
        },
        Refusal::OnlyAFile => Told {
            what: says("保管庫が|まだ|応答しません", "The keystore still does not answer"),
            next: says(
                "端末の|鍵保管庫を|使える|ように|してから、|もう一度|お試し¦ください。",
                "Make this device's keystore available, then try again.",
            ),
        },
        Refusal::NoKeystore => Told {
            what: says("鍵の|保管庫が|応答しません", "The keystore does not answer"),
            next: says(
                "何も|変わって¦いません。|端末を|再起動¦してから、|もう一度|お試し¦ください。",
                "Nothing was changed. Restart the device, then try again.",
            ),
        },
        Refusal::KeystoreClosed => Told {
            what: says("鍵の|保管庫を|開けません¦でした", "The keystore was not opened"),
            next: says(
                "何も|変わって¦いません。|もう一度|試し、|確認の|画面が|出たら、|許可して¦ください。",
                "Nothing was changed. Try again, and allow it in the window that asks.",
            ),
        },
        Refusal::KeyFolderLoose => Told {
            what: says("鍵の|保存先に、|ほかの人も|書けます", "Others can write into the data folder"),
            next: says(
                "何も|変わって¦いません。|保存先の|フォルダーに|「chmod 700」を|実行¦してから、|もう一度|お試し¦ください。",
                "Nothing was changed. Run \"chmod 700\" on the data folder, then try again.",
            ),
        },
        Refusal::NoPasscode => Told {
            what: says("端末の|画面ロックが|設定されて¦いません", "This device has no screen lock"),
            next: says(
                "何も|変わって¦いません。|端末の設定で|画面ロックを|設定¦してから、|もう一度|お試し¦ください。",
                "Nothing was changed. Set a screen lock in the device's settings, then try again.",
            ),
        },
        Refusal::Draft(error) => draft(error),
    }
}

/// The file is no picture, or a picture of a kind that is not read here.
fn picture(error: PictureError) -> Told {
    match error {
        PictureError::Unreadable(_) => Told {
            what: says("ファイルを|開けません", "The file cannot be opened"),
            next: says(
                "ファイルが|その場所に|あるかを|お確かめの¦うえ、|もう一度|お試し¦ください。",
                "Check that the file is still there, then try again.",
            ),
        },
        PictureError::TooLarge | PictureError::TooManyPixels => Told {
            what: says("画像が|大きすぎます", "The picture is too large"),
            next: says(
                "QRコードの|部分だけを|切り取った|画像を|お選び¦ください。",
                "Choose a picture of the QR code alone.",
            ),
        },
        PictureError::Pdf => Told {
            what: says("PDFの|文書です", "This is a PDF document"),
            next: says(
                "文書を|画面に|出し、|QRコードを|写した|画像を|お選び¦ください。",
                "Open the document, and choose a screenshot of its QR code.",
            ),
        },
        PictureError::Heif => Told {
            what: says("HEIC形式の|写真です", "This is a HEIC photo"),
            next: says(
                "JPEGか|PNGの|画像に¦して、|もう一度|お試し¦ください。",
                "Save it as JPEG or PNG, then try again.",
            ),
        },
        PictureError::UnknownFormat => Told {
            what: says("画像の|ファイルでは|ありません", "This file is not a picture"),
            next: says(
                "QRコードの|写真か、|画面を|写した|画像を|お選び¦ください。",
                "Choose a photo or a screenshot of the QR code.",
            ),
        },
        PictureError::Damaged => Told {
            what: says("画像が|壊れて¦います", "The picture is damaged"),
            next: says(
                "別の|画像を|お選びに¦なるか、|写真を|撮り直して¦ください。",
                "Choose another picture, or take the photo again.",
            ),
        },
    }
}

/// A 取引QR was read and is not signed.
fn transaction(error: TransactionError) -> Told {
    match error {
        TransactionError::NotATransaction => Told {
            what: says("取引QRでは|ありません", "This is not a transaction QR code"),
            next: says(
                "お取引の|信用金庫の|サイトに|表示された|取引QRを|読み取って¦ください。",
                "Scan the transaction QR code that your bank's site shows.",
            ),
        },
        TransactionError::Version => Told {
            what: says("新しい|形式の|取引QRです", "This transaction QR code is of a newer kind"),
            next: says("アプリを|更新してから、|お試し¦ください。", "Update the app, then try again."),
        },
        TransactionError::OtherToken => Told {
            what: says("この|トークンの|取引QRでは|ありません", "Not for this token"),
            next: says(
                "このトークンの|信用金庫の|サイトで、|もう一度|表示して¦ください。",
                "Show it again on the site of this token's bank.",
            ),
        },
        TransactionError::Expired => Told {
            what: says("取引QRの|期限が|切れて¦います", "This QR code has expired"),
            next: says("サイトで、|新しく|表示して¦ください。", "Show a new one on the site."),
        },
        TransactionError::NoAmount | TransactionError::AmountTooLarge => Told {
            what: says("取引QRの|金額が|正しく¦ありません", "The amount in this QR code cannot be right"),
            next: says(
                "お振込を|進めずに、|お取引の|信用金庫へ|ご連絡¦ください。",
                "Stop the transfer and contact your bank.",
            ),
        },
        TransactionError::TooLong
        | TransactionError::Base45
        | TransactionError::Cbor
        | TransactionError::UnknownKey
        | TransactionError::DuplicateKey { .. }
        | TransactionError::MissingKey { .. }
        | TransactionError::Value { .. }
        | TransactionError::Destination
        | TransactionError::NotCanonical => Told {
            what: says("取引QRの|内容が|正しく¦ありません", "The contents of this QR code are not valid"),
            next: says(
                "サイトで、|新しく|表示して¦ください。|変わらない¦ときは、|お取引の|信用金庫へ|ご連絡¦ください。",
                "Show a new one on the site. If nothing changes, contact your bank.",
            ),
        },
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::draft::tests::drafts;
    use super::super::every;
    use super::*;
    use crate::keystore::BiometricError;
    use crate::provisioning::DraftError;
    use std::collections::BTreeSet;

    pub fn all() -> Vec<Refusal> {
        use Refusal::*;
        let mut all = every!(Refusal {
            NoQrCode, SeveralQrCodes, OutOfTime, Empty, NothingToPaste, NoFileChooser, OneFileOnly, CameraDenied,
            CameraDeniedForEver, NoCamera, CameraFailed, NoRandomNumbers, TooManyTokens, TooManyRemoved, NotStored, InUse, KeystoreRefused,
            OpenAgain, OnlyAFile, NoKeystore,
            KeystoreClosed, KeyFolderLoose, NoPasscode, PasscodeNeeded;
            Biometrics(_) => Biometrics(BiometricError::Cancelled),
            Draft(_) => Draft(DraftError::NotAKeyUri),
            Picture(_) => Picture(PictureError::Damaged),
            Transaction(_) => Transaction(TransactionError::NotATransaction),
        });
        all.extend(biometrics().into_iter().filter(|of| *of != BiometricError::Cancelled).map(Biometrics));
        all.extend(transactions().into_iter().map(Transaction));
        all.extend(drafts().into_iter().map(Draft));
        all.extend(pictures().into_iter().map(Picture));
        all
    }

    fn biometrics() -> Vec<BiometricError> {
        use BiometricError::*;
        every!(BiometricError {
            Cancelled, LockedOut, Invalidated, NoEntry, Unavailable;
            Platform(_) => Platform(7),
        })
    }

    fn transactions() -> Vec<TransactionError> {
        use TransactionError::*;
        every!(TransactionError {
            NotATransaction, Version, TooLong, Base45, Cbor, UnknownKey, Destination, NoAmount, AmountTooLarge, NotCanonical,
            OtherToken, Expired;
            DuplicateKey { .. } => DuplicateKey { key: 1 },
            MissingKey { .. } => MissingKey { key: 1 },
            Value { .. } => Value { key: 1 },
        })
    }

    fn pictures() -> Vec<PictureError> {
        use PictureError::*;
        every!(PictureError {
            TooLarge, TooManyPixels, Pdf, Heif, UnknownFormat, Damaged;
            Unreadable(_) => Unreadable(std::io::ErrorKind::NotFound),
        })
    }

    fn is_another_failure_of_recognition(of: &Refusal) -> bool {
        matches!(of, Refusal::Biometrics(BiometricError::NoEntry | BiometricError::Platform(_)))
    }

    /// Faults of a text that was read may share their words, and so may three of the system's recognition of faces, after which
    /// the customer does the same. No other two refusals do.
    #[test]
    fn every_refusal_has_words_of_its_own() {
        let told: Vec<_> = all()
            .into_iter()
            .filter(|of| !matches!(of, Refusal::Draft(_) | Refusal::Picture(_) | Refusal::Transaction(_)))
            .filter(|of| !is_another_failure_of_recognition(of))
            .map(refusal)
            .collect();
        assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), told.len());
        let draft = refusal(Refusal::Draft(DraftError::NotAKeyUri));
        assert!(!told.contains(&draft));
    }
}
