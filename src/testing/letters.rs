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
/// みほん東信用金庫
pub const OTHER_LETTER: &str = "otpauth://totp/%E3%81%BF%E3%81%BB%E3%82%93%E6%9D%B1%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB:\
                   SKTS87654321?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&\
                   issuer=%E3%81%BF%E3%81%BB%E3%82%93%E6%9D%B1%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB";
/// The code of [`LETTER`] at [`super::NOON`], 482913, as a screen reader says it.
pub const CODE: &str = "4 8 2、9 1 3";
/// The code after it, 237971.
pub const NEXT_CODE: &str = "2 3 7、9 7 1";
