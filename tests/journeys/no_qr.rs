//! QRコードが届いていないときは: the first page leads on, also without a letter.

use crate::golden::picture;
use skts_token::testing::{Look, Walk};

#[test]
fn a_customer_without_a_letter_is_sent_to_the_branch_and_comes_back() {
    let mut walk = Walk::phone(Look::default());
    walk.tap("QRコードが届いていないときは");
    walk.sees("お取引店へ、トークンの発行をお申し込みください。QRコードのついた書面が届きます。");
    walk.does_not_see("QRコードを読み取る");
    picture(&walk, "no_qr");
    walk.tap("わかりました");
    walk.sees("QRコードを読み取る");
}
