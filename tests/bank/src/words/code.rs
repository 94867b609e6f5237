//! What a customer reads when the verifier takes no code.

use super::{Words, words};
use crate::faults::CodeFault;

pub(super) fn of(fault: CodeFault) -> Words {
    match fault {
        CodeFault::Wrong { left: Some(left @ 1..=3) } => Words {
            ja: (
                "ワンタイムパスワードが違います".to_owned(),
                format!(
                    "あと{left}回違うと、ロックされます。番号が切り替わるのを待ち、端末の時計とお振込先をお確かめください。"
                ),
            ),
            en: (
                "The one-time password is wrong".to_owned(),
                format!(
                    "{left} more wrong codes lock the service. Wait for the next code, and check your device's clock and the payee."
                ),
            ),
        },
        CodeFault::Wrong { .. } => words(
            [
                "ワンタイムパスワードが違います",
                "期限の切れた番号や、別のお振込先の番号は使えません。今表示されている番号を入力してください。",
            ],
            [
                "The one-time password is wrong",
                "An old code, or one for another payee, cannot be used. Enter the code that is shown now.",
            ],
        ),
        CodeFault::Used => words(
            [
                "この番号は、すでに使われています",
                "一度通った番号は使えません。次の番号に切り替わるのをお待ちください。",
            ],
            ["This code was used before", "A code works once. Wait for the next one."],
        ),
        CodeFault::Locked => words(
            [
                "番号の間違いが続いたため、ロックされています",
                "番号の入力をやめて、店舗へご連絡ください。シリアル番号をお伝えください。トークンはそのままで大丈夫です。",
            ],
            [
                "Locked after repeated wrong codes",
                "Stop entering codes and contact your branch. Tell them the serial number. Keep the token as it is.",
            ],
        ),
        CodeFault::Stopped => words(
            ["このトークンは、利用を停止しています", "店舗へご連絡ください。"],
            ["This token is stopped", "Contact your branch."],
        ),
        CodeFault::Unfinished => words(
            [
                "トークンの登録が終わっていません",
                "端末に表示された文字を、先に「文字の入力」のページで入力してください。",
            ],
            ["The token is not complete", "First enter the letters of your device on the page for letters."],
        ),
        CodeFault::Unknown => words(
            ["このシリアル番号のトークンがありません", "書面やアプリの表示と見くらべてください。"],
            ["There is no token with this serial number", "Compare it with your letter and the app."],
        ),
        CodeFault::OtherToken => words(
            ["別のトークンの取引QRです", "取引QRを新しく表示してください。"],
            ["The transaction QR code is for another token", "Show a new one."],
        ),
        CodeFault::Expired => words(
            ["取引QRの期限が切れています", "お振込先と金額の入力から、お進みください。"],
            ["The transaction QR code has expired", "Enter payee and amount again."],
        ),
        CodeFault::NotEnabled => words(
            ["このトークンは取引認証に対応していません", "店舗で再発行をお申し込みください。"],
            ["This token has no transaction codes", "Ask the branch for a re-issue."],
        ),
    }
}
