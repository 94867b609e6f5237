//! What a voice is given to read: digits one by one, and a transfer's payee and amount before its code.

use super::Language;
use crate::token::{Payee, PayeeKind, Yen};
use zeroize::Zeroizing;

/// Digits as a voice reads them one by one: with a pause between two, for 482 would be read as a number. What groups
/// the digits for the eye is left out.
pub fn spoken(digits: &str, language: Language) -> Zeroizing<String> {
    let pause = match language {
        Language::Japanese => "、",
        Language::English => ", ",
    };
    let mut text = Zeroizing::new(String::with_capacity(64));
    for digit in digits.chars().filter(|digit| *digit != ' ') {
        if !text.is_empty() {
            text.push_str(pause);
        }
        text.push(digit);
    }
    text
}

/// The code of 取引認証 as a voice reads it: whom it pays and how much first, and then the code.
pub fn spoken_transfer(
    payee: &Payee,
    amount: Option<Yen>,
    code: &str,
    language: Language,
) -> Zeroizing<String> {
    let (number, sum, last, stop) = match (language, payee.kind()) {
        (Language::Japanese, PayeeKind::Account) => ("口座番号、", "金額、", "番号、", "。"),
        (Language::Japanese, PayeeKind::Institution) => ("収納機関番号、", "金額、", "番号、", "。"),
        (Language::English, PayeeKind::Account) => ("Account: ", "Amount: ", "Code: ", ". "),
        (Language::English, PayeeKind::Institution) => ("Institution: ", "Amount: ", "Code: ", ". "),
    };
    // The text never grows past this, so no copy of it is left behind in freed memory.
    let mut text = Zeroizing::new(String::with_capacity(256));
    [number, &spoken(payee.as_str(), language), stop].into_iter().for_each(|part| text.push_str(part));
    if let Some(yen) = amount {
        let count = Zeroizing::new(yen.count().to_string());
        let unit = match language {
            Language::Japanese => "円",
            Language::English => " yen",
        };
        [sum, &count, unit, stop].into_iter().for_each(|part| text.push_str(part));
    }
    [last, &spoken(code, language)].into_iter().for_each(|part| text.push_str(part));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_said_one_by_one() {
        assert_eq!(*spoken("482 913", Language::Japanese), "4、8、2、9、1、3");
        assert_eq!(*spoken("057264", Language::English), "0, 5, 7, 2, 6, 4");
        assert_eq!(*spoken("", Language::English), "");
    }

    #[test]
    fn payee_and_amount_are_said_before_the_code() {
        let account: Payee = "1234567".parse().unwrap();
        assert_eq!(
            *spoken_transfer(&account, Yen::new(50_000).ok(), "78765460", Language::Japanese),
            "口座番号、1、2、3、4、5、6、7。金額、50000円。番号、7、8、7、6、5、4、6、0"
        );
        let institution: Payee = "12345".parse().unwrap();
        assert_eq!(
            *spoken_transfer(&institution, None, "739204", Language::English),
            "Institution: 1, 2, 3, 4, 5. Code: 7, 3, 9, 2, 0, 4"
        );
        let most = Yen::new(Yen::MAX).ok();
        let longest = spoken_transfer(&account, most, "0123456789", Language::Japanese);
        assert!(longest.len() <= 256 && longest.capacity() == 256);
    }

    #[test]
    fn what_is_said_is_never_moved() {
        assert_eq!(
            spoken("123456", Language::Japanese).capacity(),
            spoken("", Language::Japanese).capacity()
        );
    }
}
