//! What the customer reads below a field.

use super::{Words, says};
use crate::app::{FieldFault, Language};

/// Empty for a field without a fault.
pub(in crate::ui) fn fault(fault: Option<FieldFault>, language: Language) -> String {
    let Some(fault) = fault else { return String::new() };
    let text = words(fault).text(language);
    match fault {
        FieldFault::At(position) => text.replace("{}", &position.to_string()),
        FieldFault::TooShort
        | FieldFault::TooLong
        | FieldFault::Empty
        | FieldFault::ManyDigits
        | FieldFault::WrongPassphrase
        | FieldFault::Unusable => text.to_owned(),
    }
}

pub(super) fn words(fault: FieldFault) -> Words {
    match fault {
        FieldFault::At(_) => says("{}文字目を|お確かめ¦ください。", "Check character {}."),
        FieldFault::TooShort => says("文字が|足りません。", "Too few characters."),
        FieldFault::TooLong => says("文字が|多すぎます。", "Too many characters."),
        FieldFault::Empty => says("入力して¦ください。", "Please enter it."),
        FieldFault::WrongPassphrase => says(
            "パスフレーズが|違います。|大文字と|小文字を|お確かめ¦ください。",
            "Wrong passphrase. Check capital and small letters.",
        ),
        FieldFault::Unusable => says("使えない|文字が|あり¦ます。", "Some characters cannot be used."),
        FieldFault::ManyDigits => says("数字は、|続けて|3つまで¦です。", "No more than 3 digits in a row."),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::every;
    use super::*;

    pub fn all() -> Vec<FieldFault> {
        every!(FieldFault {
            FieldFault::TooShort, FieldFault::TooLong, FieldFault::Empty, FieldFault::ManyDigits,
            FieldFault::WrongPassphrase, FieldFault::Unusable;
            FieldFault::At(_) => FieldFault::At(3),
        })
    }

    #[test]
    fn a_fault_is_told_with_its_position_and_none_with_nothing() {
        assert_eq!(fault(None, Language::Japanese), "");
        assert_eq!(fault(Some(FieldFault::At(12)), Language::Japanese), "12文字目を|お確かめ¦ください。");
        assert_eq!(fault(Some(FieldFault::At(12)), Language::English), "Check character 12.");
        assert!(all().into_iter().all(|of| !fault(Some(of), Language::English).contains("{}")));
    }
}
