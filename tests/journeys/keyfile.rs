//! 鍵をファイルに保存しますか: no system keystore answers, and no key goes into a file before the customer agrees.

use crate::golden::picture;
use skts_token::keystore::KeystoreError;
use skts_token::testing::{CODE, LETTER, MemoryDevice, Walk};

/// A desktop without a keystore, whose customer said yes to a first token.
fn asked() -> Walk {
    let device = MemoryDevice::default();
    *device.no_keystore.lock().unwrap() = Some(KeystoreError::Unavailable);
    let mut walk = Walk::on(device);
    walk.paste(LETTER);
    walk.tap("はい、登録する");
    walk.sees("鍵をファイルに\n保存しますか");
    assert!(walk.bench.files().is_empty(), "nothing is stored yet");
    walk
}

#[test]
fn a_file_is_used_where_the_customer_agrees() {
    let mut walk = asked();
    picture(&walk, "keyfile");
    walk.tap("ファイルに保存して登録する");
    walk.tap("トークンを表示する");
    walk.sees(CODE);
    walk.sees("鍵をファイルに保存しています");
}

#[test]
fn a_keystore_that_still_does_not_answer_is_said() {
    let mut walk = asked();
    walk.tap("保管庫をもう一度試す");
    walk.sees("保管庫がまだ応答しません");
    picture(&walk, "keyfile-refused");
    *walk.device().no_keystore.lock().unwrap() = None;
    walk.at(skts_token::testing::NOON + 1);
    walk.tap("保管庫をもう一度試す");
    walk.tap("トークンを表示する");
    walk.sees(CODE);
    walk.does_not_see("鍵をファイルに保存しています");
}

#[test]
fn nothing_is_registered_where_the_customer_does_not_agree() {
    let mut walk = asked();
    walk.tap("登録しない");
    assert!(walk.bench.files().is_empty());
}
