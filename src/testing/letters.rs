//! What banks send, for the tests.

/// 見本信用金庫, with the seed of RFC 6238, appendix B.
pub const URI: &str = "otpauth://totp/%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB:SKTS12345678?\
                   secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB";
/// The serial of [`URI`] with another seed.
pub const REISSUED: &str = "otpauth://totp/SKTS12345678?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";
pub const OTHER: &str = "otpauth://totp/SKTS87654321?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";

/// The design's own sample. Its seed was looked for until it gave the design's code, [`CODE`], at [`super::NOON`].
pub const LETTER: &str = "otpauth://totp/%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB:SKTS12345678?\
                   secret=OCFHF6XX27AOGK4XF5M7JEOVYUXZXAHE&algorithm=SHA256&\
                   issuer=%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB";
pub const REISSUED_LETTER: &str = "otpauth://totp/%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB:SKTS12345678?\
                   secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&algorithm=SHA256&\
                   issuer=%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB";
/// [`LETTER`] for 取引認証: it signs payees that are typed, with a code of 30 seconds, and 取引QR.
pub const SIGNING_LETTER: &str = "otpauth://totp/%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB:SKTS12345678?\
                   secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&ocra=OCRA-1:HOTP-SHA256-6:QN08-T30S&tx=1&\
                   issuer=%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB";
/// みほん東信用金庫
pub const OTHER_LETTER: &str = "otpauth://totp/%E3%81%BF%E3%81%BB%E3%82%93%E6%9D%B1%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB:\
                   SKTS87654321?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&\
                   issuer=%E3%81%BF%E3%81%BB%E3%82%93%E6%9D%B1%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB";
/// The code of [`LETTER`] at [`super::NOON`], 482913, as a screen reader says it.
pub const CODE: &str = "4 8 2、9 1 3";
/// The code after it, 237971.
pub const NEXT_CODE: &str = "2 3 7、9 7 1";

/// The 取引QR that the bank's site shows to the token of [`SIGNING_LETTER`]: 50,000 yen to the account 1234567, good until
/// ten minutes past noon.
pub const TRANSACTION_QR: &str = "SKTX1:XALC5A:*0:*0:*0:*0:*0:*0:*0%*0BVDON9CNAQF60R6J%6S37:TC646$86COC.Q6ZM0XU0*96DL6WW61/6PB3C5ADF3JG9L3";
/// The same transfer, for the token of [`OTHER_LETTER`].
pub const OTHER_TRANSACTION_QR: &str = "SKTX1:XALC5A:*0:*0:*0:*0:*0:*0:*0%*0BVDON9JNA4:6UW6BL6 86:TC646$86COC.Q6ZM0XU0*96DL6WW61/6PB3C5ADF3JG9L3";

/// What opens the key containers of [`key_container`].
pub const PASSPHRASE: &str = "Mihon 見本-7412";

/// [`LETTER`], of which the bank keeps half.
pub fn half() -> String {
    format!("{LETTER}&2step_salt=8&2step_output=32&2step_difficulty=1000")
}

/// A key container that python-pskc wrote, by its name in tests/vectors/pskc.json.
pub fn key_container(name: &str) -> String {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/vectors/pskc.json")).expect("the vectors are JSON");
    let cases = vectors["cases"].as_array().expect("the vectors have cases");
    let case = cases.iter().find(|case| case["name"] == name).unwrap_or_else(|| panic!("no case {name:?}"));
    case["xml"].as_str().expect("a case has a file").to_owned()
}
