//! What a customer reads when the engine refuses.

use super::{Words, words};
use crate::clock::day_words;
use crate::looks::yen;
use skts_bank_engine::Refusal;

pub(super) fn of(refusal: Refusal) -> Words {
    match refusal {
        Refusal::BankingStopped => words(
            [
                "お取引を中止しています",
                "「IB取引中止」のお手続きが済んでいます。再開は店舗へご連絡ください。",
            ],
            ["Banking is stopped", "You stopped it with IB取引中止. The branch resumes it."],
        ),
        Refusal::Locked => words(
            [
                "番号の間違いが続いたため、ロックされています",
                "番号の入力をやめて、店舗へご連絡ください。シリアル番号をお伝えください。トークンはそのままで大丈夫です。",
            ],
            [
                "Locked after repeated wrong codes",
                "Stop entering codes and contact your branch. Tell them the serial number. Keep the token as it is.",
            ],
        ),
        Refusal::NoToken => words(
            ["発行されたトークンがありません", "トークンをお申し込みください。"],
            ["No token has been issued", "Apply for one."],
        ),
        Refusal::NotStarted => words(
            ["利用開始がお済みではありません", "「ワンタイムパスワード」の「利用開始」からお進みください。"],
            ["The service has not been started", "Go to 利用開始 under ワンタイムパスワード."],
        ),
        Refusal::TokenSuspended => words(
            ["ワンタイムパスワードは利用中止中です", "「利用開始」を、もう一度お手続きください。"],
            ["The one-time password is suspended", "Go through 利用開始 again."],
        ),
        Refusal::TokenStopped => words(
            [
                "このトークンは、利用を停止しています",
                "再開は店舗へご連絡ください。シリアル番号をお伝えください。",
            ],
            ["This token is stopped", "Contact your branch to resume it, and tell them the serial number."],
        ),
        Refusal::TokenLost => words(
            [
                "このトークンは、紛失の届け出があります",
                "お使いになれません。店舗で再発行をお申し込みください。",
            ],
            ["This token was reported lost", "It cannot be used. Ask the branch for a re-issue."],
        ),
        Refusal::TokenReplaced => words(
            ["このトークンは、新しいものに替わっています", "新しい書面のシリアル番号を入力してください。"],
            ["Another token took this one's place", "Enter the serial number of the newest letter."],
        ),
        Refusal::AlreadyStarted => words(
            ["利用開始は、すでにお済みです", "新しい端末に切り替えるときは「交換」へお進みください。"],
            ["The service has been started already", "To move to a new device go to 交換."],
        ),
        Refusal::UnknownSerial => words(
            [
                "このシリアル番号の発行がありません",
                "書面やアプリの表示と見くらべて、もう一度入力してください。",
            ],
            [
                "This serial number was not issued",
                "Compare it with your letter and the app and enter it again.",
            ],
        ),
        Refusal::SerialOfAnother => words(
            [
                "このシリアル番号は、お客様のものではありません",
                "お手元の書面のシリアル番号を入力してください。",
            ],
            ["This serial number is not yours", "Enter the serial number of your own letter."],
        ),
        Refusal::SerialTaken => words(
            ["このシリアル番号は、すでに発行されています", "もう一度お申し込みください。"],
            ["This serial number was issued before", "Apply again."],
        ),
        Refusal::NothingIssued => words(
            ["新しいトークンの発行がありません", "交換の前に、新しいトークンをお申し込みください。"],
            ["No new token has been issued", "Apply for one before the replacement."],
        ),
        Refusal::OldCodeNotProven => words(
            ["「現ワンタイムパスワードの認証」が済んでいません", "交換の最初のページからお進みください。"],
            ["現ワンタイムパスワードの認証 has not been done", "Begin at the first page of the replacement."],
        ),
        Refusal::TooEarly { from } => Words {
            ja: (
                "お振込は、利用開始の翌日からです".to_owned(),
                format!("{}からご利用いただけます。", day_words(from, false)),
            ),
            en: (
                "Transfers begin the day after the start".to_owned(),
                format!("You can transfer from {} on.", day_words(from, true)),
            ),
        },
        Refusal::TransactionRequired => words(
            [
                "お振込には取引認証が必要です",
                "ログインの番号は使えません。取引認証の番号を入力してください。",
            ],
            [
                "A transfer needs a transaction code",
                "The code of a login cannot be used. Enter a transaction code.",
            ],
        ),
        Refusal::NoAmount => words(
            ["金額が0円です", "1円以上の金額を入力してください。"],
            ["The amount is 0 yen", "Enter an amount of at least 1 yen."],
        ),
        Refusal::OverLimit { left } => Words {
            ja: (
                "1日の利用限度額を超えています".to_owned(),
                format!("本日はあと{}円までお振込いただけます。", yen(left.0)),
            ),
            en: (
                "This is more than the limit of a day".to_owned(),
                format!("{} yen are left today.", yen(left.0)),
            ),
        },
        Refusal::LimitTooHigh { most } => Words {
            ja: ("この金額には変更できません".to_owned(), format!("利用限度額は{}円までです。", yen(most.0))),
            en: (
                "The limit cannot be that high".to_owned(),
                format!("The highest one is {} yen.", yen(most.0)),
            ),
        },
        Refusal::UnknownTransfer => words(
            ["このお振込が見つかりません", "お取引の一覧をお確かめください。"],
            ["There is no such transfer", "See the list of your transactions."],
        ),
        Refusal::AlreadyCancelled => words(
            ["このお振込は、すでに取り消されています", "お取引の一覧をお確かめください。"],
            ["This transfer was cancelled before", "See the list of your transactions."],
        ),
        Refusal::CodeMissing => words(
            ["ワンタイムパスワードが必要です", "アプリに表示された番号を入力してください。"],
            ["The one-time password is needed", "Enter the code that the app shows."],
        ),
        Refusal::TransferPasswordMissing => words(
            ["資金移動用パスワードが違います", "指定された2つの桁を、書面と見くらべて入力してください。"],
            [
                "The fund-transfer password is wrong",
                "Enter the two digits that are asked for, as in your letter.",
            ],
        ),
        Refusal::CodeOfAnotherToken => words(
            ["別のトークンの番号です", "このお手続きに使うトークンのシリアル番号をお確かめください。"],
            ["The code is of another token", "Check the serial number of the token that this step is for."],
        ),
        Refusal::CodeOfAnotherKind => words(
            [
                "番号の種類が違います",
                "お振込には取引認証の番号を入力してください。アプリの「モード切替」で切り替えられます。",
            ],
            [
                "This is another kind of code",
                "Enter a transaction code. The app changes its mode under モード切替.",
            ],
        ),
        Refusal::CodeForAnotherPayee => words(
            [
                "番号は正しいものですが、お振込先が違います",
                "別のお振込先の番号です。このお振込先を、もう一度アプリで確かめてください。",
            ],
            [
                "The code is right, but for another payee",
                "Check this payee in the app again and enter its code.",
            ],
        ),
        Refusal::CodeForAnotherAmount => words(
            [
                "番号は正しいものですが、金額が違います",
                "この画面の取引QRを、もう一度アプリで読み取ってください。",
            ],
            ["The code is right, but for another amount", "Scan the transaction QR code of this page again."],
        ),
        Refusal::CodeForAnotherTransaction => words(
            ["別のお振込の番号です", "この画面の取引QRを、もう一度アプリで読み取ってください。"],
            ["The code is for another transfer", "Scan the transaction QR code of this page again."],
        ),
        Refusal::CodeUsed => words(
            [
                "この番号は、すでに使われています",
                "一度通った番号は使えません。次の番号に切り替わるのをお待ちください。",
            ],
            ["This code was used before", "A code works once. Wait for the next one."],
        ),
        Refusal::NothingToStop => words(
            ["停止するトークンがありません", "契約の状態をお確かめください。"],
            ["There is no token to stop", "See the state of the contract."],
        ),
        Refusal::NothingToResume => words(
            ["再開するものがありません", "契約の状態をお確かめください。"],
            ["There is nothing to resume", "See the state of the contract."],
        ),
        Refusal::NotLocked => words(
            ["この契約はロックされていません", "契約の状態をお確かめください。"],
            ["The contract is not locked", "See the state of the contract."],
        ),
    }
}
