//! A clock that cannot be right warns on every page, and takes nothing away.

use crate::golden::picture;
use crate::registered;
use skts_token::keystore::KeystoreError;
use skts_token::testing::{LETTER, MemoryDevice, NOON, Walk};

const A_DAY: u64 = 86_400;

#[test]
fn a_clock_that_jumps_is_told_until_the_customer_has_read_of_it() {
    let mut walk = registered();
    walk.set_clock(NOON + A_DAY);
    walk.sees("端末の時計が変わりました");
    picture(&walk, "clock-banner");
    walk.tap("詳しく見る 端末の時計が変わりました");
    walk.does_not_see("何も削除していません");
    walk.does_not_see("番号をコピー");
    picture(&walk, "clock");
    walk.tap("わかりました");
    walk.sees("残り18秒");
    walk.does_not_see("端末の時計が変わりました");
}

#[test]
fn a_wrong_clock_and_a_key_in_a_file_are_told_together() {
    let device = MemoryDevice::default();
    *device.no_keystore.lock().unwrap() = Some(KeystoreError::Unavailable);
    let mut walk = Walk::on(device);
    walk.paste(LETTER);
    walk.tap("はい、登録する");
    walk.tap("ファイルに保存して登録する");
    walk.tap("トークンを表示する");
    walk.sees("鍵をファイルに保存しています");
    walk.set_clock(NOON + A_DAY);
    walk.sees("端末の時計が変わりました");
    picture(&walk, "clock-banner-and-file");
    walk.tap("わかりました 端末の時計が変わりました");
    walk.does_not_see("端末の時計が変わりました");
    walk.sees("鍵をファイルに保存しています");
}
