//! The words of the camera's page, which is UIKit's and not Slint's: page 6 of the design. Tested
//! against it by tests/ios/run.

use crate::app::Language;

/// Japanese and English of each text.
pub struct Words {
    pub cancel: &'static str,
    pub light: &'static str,
    pub light_on: &'static str,
    pub light_off: &'static str,
    pub title: &'static str,
    pub by_itself: &'static str,
    pub otherwise: &'static str,
    pub by_image: &'static str,
    pub by_hand: &'static str,
    pub privacy: &'static str,
}

pub fn words(language: Language) -> Words {
    match language {
        Language::Japanese => Words {
            cancel: "やめる",
            light: "ライト",
            light_on: "オン",
            light_off: "オフ",
            title: "QRコードを枠に合わせる",
            by_itself: "自動で読み取ります",
            otherwise: "読み取れないときは",
            by_image: "画像から",
            by_hand: "手入力",
            privacy: "QRコードの画像は保存も送信もしません。",
        },
        Language::English => Words {
            cancel: "Cancel",
            light: "Light",
            light_on: "On",
            light_off: "Off",
            title: "Fit the QR code in the frame",
            by_itself: "It scans by itself",
            otherwise: "If it does not scan",
            by_image: "Image",
            by_hand: "By hand",
            privacy: "The picture is neither stored nor sent.",
        },
    }
}
