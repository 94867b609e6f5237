//! What a customer reads when something is refused: what happened, then what to do. Japanese and English stand side by side.
//!
//! Every match is exhaustive: a new reason does not compile before it has its sentences.

mod code;
mod refusal;

use crate::faults::Fault;

/// Two sentences in two languages.
pub struct Words {
    pub ja: (String, String),
    pub en: (String, String),
}

/// A heading and what to do, in Japanese and in English.
fn words(ja: [&str; 2], en: [&str; 2]) -> Words {
    let owned = |[heading, advice]: [&str; 2]| (heading.to_owned(), advice.to_owned());
    Words { ja: owned(ja), en: owned(en) }
}

/// What the customer reads.
pub fn of(fault: &Fault) -> Words {
    match fault {
        Fault::SessionExpired => words(
            [
                "操作のない時間が続いたため、終了しました",
                "もう一度ログインしてから、お手続きください。何も変更していません。",
            ],
            [
                "Your session has ended after a while without use",
                "Log in again and start over. Nothing was changed.",
            ],
        ),
        Fault::LoginNeeded => words(
            ["ログインが必要です", "ログインしてから、お手続きください。"],
            ["Please log in first", "Log in, then start over."],
        ),
        Fault::LoginCodeNeeded => words(
            [
                "ログインが終わっていません",
                "「認証する」をお選びのため、ワンタイムパスワードの入力が必要です。",
            ],
            ["You are not logged in yet", "You chose 認証する: the one-time password is still needed."],
        ),
        Fault::Csrf => words(
            [
                "この画面からの送信を確かめられませんでした",
                "画面を開き直してから、もう一度入力してください。何も変更していません。",
            ],
            [
                "We could not tell that this form is yours",
                "Open the page again and fill it in again. Nothing was changed.",
            ],
        ),
        Fault::DoubleSubmit => words(
            [
                "同じ内容が、すでに送信されています",
                "2度目の送信は受け付けていません。ホームで結果をお確かめください。",
            ],
            [
                "This form was sent before",
                "The second one was not accepted. See the result on your home page.",
            ],
        ),
        Fault::TooManyTries => words(
            [
                "入力が続いたため、しばらく受け付けられません",
                "1分ほどお待ちになってから、もう一度お試しください。",
            ],
            ["Too many tries in a row", "Wait about a minute, then try again."],
        ),
        Fault::TooLarge => words(
            ["送信された内容が大きすぎます", "入力欄の文字数を減らして、もう一度お試しください。"],
            ["Too much was sent", "Shorten what you entered and try again."],
        ),
        Fault::BadForm => words(
            ["送信された内容を読み取れませんでした", "画面を開き直してから、もう一度入力してください。"],
            ["The form could not be read", "Open the page again and fill it in again."],
        ),
        Fault::NotFound => words(
            ["ページが見つかりません", "アドレスをお確かめになるか、最初のページからお進みください。"],
            ["There is no such page", "Check the address, or begin at the first page."],
        ),
        Fault::WrongMethod => words(
            ["この操作は受け付けていません", "最初のページからお進みください。"],
            ["This page does not take that request", "Begin at the first page."],
        ),
        Fault::LetterGone => words(
            ["この書面は表示できません", "書面の保存期間が過ぎています。店舗で再発行をお申し込みください。"],
            ["This letter cannot be shown", "It is no longer kept. Ask the branch for a re-issue."],
        ),
        Fault::WrongPassword => words(
            [
                "契約者IDかログインパスワードが違います",
                "大文字と小文字をお確かめになり、もう一度入力してください。",
            ],
            [
                "Contract ID or login password is wrong",
                "Check capital and small letters and enter them again.",
            ],
        ),
        Fault::OrderGone => words(
            [
                "このお振込の受付時間が過ぎています",
                "お振込先と金額の入力からお進みください。何も変更していません。",
            ],
            ["This order is no longer waiting", "Enter payee and amount again. Nothing was changed."],
        ),
        Fault::WrongLetters => words(
            [
                "端末に表示された文字と違います",
                "打ち間違いがあります。4文字ずつ見くらべて、もう一度入力してください。",
            ],
            [
                "The letters are not those of your device",
                "One of them is mistyped. Compare four at a time and enter them again.",
            ],
        ),
        Fault::NotTwoStep => words(
            [
                "このシリアル番号に、文字の入力は必要ありません",
                "「利用開始」または「交換」へお進みください。",
            ],
            ["This serial number needs no letters", "Go on to 利用開始 or 交換."],
        ),
        Fault::UnknownContract => words(
            ["この契約者IDの契約がありません", "契約者IDをお確かめください。"],
            ["There is no such contract", "Check the contract ID."],
        ),
        Fault::VerifierAway => words(
            [
                "ただいま番号を確かめられません",
                "しばらくしてから、新しい番号でお試しください。何も変更していません。",
            ],
            ["Codes cannot be checked just now", "Try again later with a new code. Nothing was changed."],
        ),
        Fault::Broken => words(
            ["ただいまお手続きができません", "しばらくしてから、もう一度お試しください。"],
            ["This cannot be done just now", "Try again later."],
        ),
        Fault::NotConfirmed => words(
            ["確認欄に印がありません", "内容をお確かめになり、確認欄に印を付けてください。"],
            ["The box is not ticked", "Read the text and tick the box."],
        ),
        Fault::NotAName => words(
            ["お名前をお確かめください", "お名前は1文字から40文字までで入力してください。"],
            ["Check the name", "A name has 1 to 40 characters."],
        ),
        Fault::Empty(field) => entry(
            field,
            |label| [format!("{label}が入力されていません"), format!("{label}を入力してください。")],
            |label| [format!("{label} is missing"), "Enter it and send the form again.".to_owned()],
        ),
        Fault::NotDigits { field, count } => entry(
            field,
            |label| [format!("{label}をお確かめください"), format!("{count}桁の数字で入力してください。")],
            |label| [format!("Check: {label}"), format!("It has {count} digits.")],
        ),
        Fault::NotYen(field) => entry(
            field,
            |label| [format!("{label}をお確かめください"), "円単位の数字で入力してください。".to_owned()],
            |label| [format!("Check: {label}"), "Enter a whole number of yen.".to_owned()],
        ),
        Fault::NotChosen(field) => entry(
            field,
            |label| [format!("{label}が選ばれていません"), "どちらかをお選びください。".to_owned()],
            |label| [format!("Nothing is chosen: {label}"), "Choose one of the answers.".to_owned()],
        ),
        Fault::NotASerial(field) => entry(
            field,
            |label| {
                [
                    format!("{label}をお確かめください"),
                    "SKTSと8桁から12桁の数字です。書面やアプリの表示と見くらべてください。".to_owned(),
                ]
            },
            |label| {
                [
                    format!("Check: {label}"),
                    "It is SKTS and 8 to 12 digits, as in your letter and in the app.".to_owned(),
                ]
            },
        ),
        Fault::Refused(refusal) => refusal::of(*refusal),
        Fault::Code(fault) => code::of(*fault),
    }
}

fn entry(field: &str, ja: impl Fn(&str) -> [String; 2], en: impl Fn(&str) -> [String; 2]) -> Words {
    let (label_ja, label_en) = label(field);
    Words { ja: ja(label_ja).into(), en: en(label_en).into() }
}

/// What a field is called on its page.
fn label(field: &str) -> (&'static str, &'static str) {
    match field {
        "contract" => ("契約者ID", "The contract ID"),
        "password" => ("ログインパスワード", "The login password"),
        "serial" => ("シリアル番号", "The serial number"),
        "code" => ("ワンタイムパスワード", "The one-time password"),
        "digit-a" | "digit-b" => ("資金移動用パスワード", "The fund-transfer password"),
        "login-code" => ("ログイン時の認証", "Authentication at login"),
        "kind" => ("発行の方法", "The kind of letter"),
        "name" => ("お名前", "Your name"),
        "bank" => ("金融機関番号", "The bank's number"),
        "branch" => ("支店番号", "The branch's number"),
        "account" => ("口座番号", "The account number"),
        "payee" => ("収納機関番号", "The payee institution's number"),
        "amount" => ("金額", "The amount"),
        "by" => ("取引認証の方法", "The way of the transaction code"),
        "limit" => ("利用限度額", "The limit"),
        "letters" => ("端末に表示された文字", "The letters on your device"),
        _ => ("入力欄", "The field"),
    }
}
