//! A vault that does not open: what happened, that nothing was deleted where that is feared, and one next step.

use crate::golden::picture;
use crate::registered;
use skts_token::app::Action;
use skts_token::keystore::KeystoreError;
use skts_token::testing::{CODE, LETTER, NOON, OTHER_LETTER, Walk};
use skts_token::vault::Locked;
use std::path::Path;

/// A walk that was restarted with a keystore that gives this error.
fn with_a_keystore_that_says(error: KeystoreError) -> Walk {
    let walk = registered();
    *walk.device().no_keystore.lock().unwrap() = Some(error);
    let walk = walk.restart();
    walk.reaches("SKTS 1234 5678");
    walk
}

/// A walk that was restarted with other bytes in the vault's file.
fn with_a_vault_that_was(changed: impl FnOnce(&mut Vec<u8>)) -> Walk {
    let walk = registered();
    let path = walk.bench.folder.path().join("vault.skts");
    let mut bytes = std::fs::read(&path).unwrap();
    changed(&mut bytes);
    std::fs::write(&path, &bytes).unwrap();
    let walk = walk.restart();
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the file is left as it is");
    walk
}

#[test]
fn a_locked_keystore_opens_when_it_is_asked_again() {
    let mut walk = with_a_keystore_that_says(KeystoreError::Locked);
    walk.sees("鍵の保管庫が\n閉じています");
    walk.does_not_see("何も削除していません");
    picture(&walk, "trouble-locked");
    *walk.device().no_keystore.lock().unwrap() = None;
    walk.tap("もう一度開く");
    walk.sees(CODE);
}

#[test]
fn a_keystore_that_refuses_is_no_loss() {
    let walk = with_a_keystore_that_says(KeystoreError::Platform(7));
    walk.sees("何も削除していません");
    picture(&walk, "trouble-refused");
}

#[test]
fn a_question_that_was_closed_is_asked_again() {
    let mut walk = with_a_keystore_that_says(KeystoreError::Cancelled);
    walk.sees("鍵の保管庫を\n開けませんでした");
    picture(&walk, "trouble-closed");
    *walk.device().no_keystore.lock().unwrap() = None;
    walk.tap("もう一度開く");
    walk.sees(CODE);
}

/// A walk over a vault whose key lies in a file, to which something was done before the program began again.
fn with_a_key_in_a_file_that(was: impl FnOnce(&Path)) -> Walk {
    let walk = registered();
    *walk.device().no_keystore.lock().unwrap() = Some(KeystoreError::Unavailable);
    let (walk, ()) = walk.restart_after(|folder| {
        for entry in std::fs::read_dir(folder).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
    });
    let mut walk = walk;
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.tap("ファイルに保存して登録する");
    walk.restart_after(was).0
}

#[test]
fn a_key_in_a_file_beside_the_note_is_not_used() {
    let note = |folder: &Path| std::fs::write(folder.join("key-in-system-keystore"), "").unwrap();
    let walk = with_a_key_in_a_file_that(note);
    walk.sees("鍵がファイルに\n置かれています");
    picture(&walk, "trouble-key-in-file");
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_not_used() {
    let walk = with_a_key_in_a_file_that(|folder| {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let key = files.into_iter().find(|path| path.extension().is_some_and(|end| end == "key")).unwrap();
        set_mode(&key, 0o644);
    });
    walk.sees("鍵のファイルが\n守られていません");
    picture(&walk, "trouble-loose-file");
}

#[cfg(unix)]
#[test]
fn a_key_in_a_folder_that_others_can_write_is_not_used() {
    let walk = with_a_key_in_a_file_that(|folder| set_mode(folder, 0o775));
    walk.sees("鍵の保存先が\n守られていません");
    picture(&walk, "trouble-loose-folder");
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_keystore_that_is_not_there_is_no_loss() {
    let walk = with_a_keystore_that_says(KeystoreError::Unavailable);
    walk.sees("何も削除していません");
    picture(&walk, "trouble-unavailable");
}

#[test]
fn without_its_key_a_vault_is_registered_over_and_kept() {
    let mut walk = registered().moved();
    walk.reaches("SKTS 1234 5678");
    walk.sees("何も削除していません");
    picture(&walk, "trouble-key-missing");
    walk.tap("シリアル番号をコピー");
    assert_eq!(walk.device().texts_copied(), ["SKTS12345678"]);
    // Once: the button keeps its name.
    assert_eq!(walk.stage.find_all("コピーしました").len(), 1);
    walk.sees("シリアル番号をコピー");
    walk.tap("QRコードが届いている方はこちら");
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.sees(CODE);
    assert!(walk.bench.files().iter().any(|name| name.contains("set-aside")), "{:?}", walk.bench.files());
}

#[test]
fn a_damaged_vault_is_told() {
    let walk = with_a_vault_that_was(|bytes| bytes.truncate(40));
    walk.sees("何も削除していません");
    picture(&walk, "trouble-damaged");
}

#[test]
fn an_older_vault_is_used_after_a_warning() {
    let mut walk = registered();
    let older = std::fs::read(walk.bench.folder.path().join("vault.skts")).unwrap();
    walk.bench.act(Action::ShowAdd);
    walk.bench.register(OTHER_LETTER);
    let put_back = |folder: &Path| std::fs::write(folder.join("vault.skts"), &older).unwrap();
    let (mut walk, ()) = walk.restart_after(put_back);
    let path = walk.bench.folder.path().join("vault.skts");
    walk.sees("いまのものより\n古いデータです");
    picture(&walk, "trouble-older");
    walk.tap("このデータを使う");
    picture(&walk, "trouble-older-warned");
    walk.sees("このデータを使うと、削除したトークンが戻り、新しいトークンがなくなることがあります。それでも使いますか。");
    assert_eq!(std::fs::read(&path).unwrap(), older, "nothing is written before the second answer");
    walk.at(NOON + 2);
    walk.tap("古いデータを使う");
    walk.sees(CODE);
}

/// The entry of the keystore that says how far the vault is cannot be read: no closed door, and no silence either.
#[test]
fn data_that_may_be_older_are_used_after_a_warning() {
    let walk = registered();
    walk.device().keys.hide_floors(Some(KeystoreError::Platform(7)));
    let mut walk = walk.restart();
    walk.sees("最新のデータか\n確かめられません");
    picture(&walk, "trouble-unproven");
    walk.tap("このデータを使う");
    walk.at(NOON + 2);
    walk.tap("古いデータを使う");
    walk.sees(CODE);
}

#[test]
fn a_vault_of_a_newer_version_is_told() {
    // FORMAT.md: the version is at 8, big-endian; the last 32 bytes are the checksum over all before them.
    let walk = with_a_vault_that_was(|bytes| {
        bytes[9] = 3;
        let end = bytes.len() - 32;
        let sum = ring::digest::digest(&ring::digest::SHA256, &bytes[..end]);
        bytes[end..].copy_from_slice(sum.as_ref());
    });
    walk.sees("アプリの更新が\n必要です");
    picture(&walk, "trouble-newer");
}

#[test]
fn a_vault_that_cannot_be_read_is_told() {
    let walk = registered();
    let path = walk.bench.folder.path().join("vault.skts");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let walk = walk.restart();
    walk.sees("データを\n保存できません");
    walk.does_not_see("何も削除していません");
    picture(&walk, "trouble-unreachable");
}

#[test]
fn a_vault_that_another_window_has_is_told() {
    let walk = registered();
    let (walk, _other) = walk.restart_after(|folder| Locked::open(folder).expect("nobody has the vault now"));
    picture(&walk, "trouble-in-use");
}
