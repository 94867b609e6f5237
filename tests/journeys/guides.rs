//! 手順: the list of the guides. What is needed in a hurry stands first.

use crate::golden::picture;
use crate::registered;
use skts_token::testing::{CODE, Look, Walk};

pub fn to_the_guides(walk: &mut Walk) {
    walk.tap("メニュー");
    walk.tap("手順（利用開始・交換・紛失など）");
}

#[test]
fn loss_stands_first_and_back_leads_to_the_code() {
    let mut walk = registered();
    to_the_guides(&mut walk);
    let places = walk.stage.button_places();
    let top = |label: &str| places.iter().find(|(known, _)| known == label).unwrap().1.1;
    for below in ["利用開始", "交換", "利用中止", "番号が通らないとき", "番号を守るために"]
    {
        assert!(top("紛失・盗難（利用停止）") < top(below), "{below} stands above the loss");
    }
    picture(&walk, "guides");
    walk.tap("戻る");
    walk.sees(CODE);
}

/// A customer whose device was lost reads the guide on another one, which has no token.
#[test]
fn the_guides_are_there_without_a_token() {
    let mut walk = Walk::phone(Look::default());
    to_the_guides(&mut walk);
    walk.tap("紛失・盗難（利用停止）");
    walk.sees("紛失・盗難のとき");
    walk.does_not_see("シリアル番号をコピー");
    walk.tap("手順");
    walk.tap("戻る");
    walk.sees("QRコードを読み取る");
}
