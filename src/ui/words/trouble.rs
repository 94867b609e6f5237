//! What the customer reads while the vault is shut: a row for each trouble, complete by compilation.

use super::{Words, says};
use crate::app::VaultTrouble;
use skts_screens::TroubleIcon;

/// `title` is on two lines; `what` says what happened, `next` what the customer is to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::ui) struct TroubleWords {
    pub icon: TroubleIcon,
    pub title: Words,
    pub what: Words,
    pub next: Words,
}

/// `serial_known` says whether the page shows serials, which the customer is then to tell the bank.
pub(in crate::ui) fn trouble(kind: VaultTrouble, serial_known: bool) -> TroubleWords {
    match kind {
        VaultTrouble::KeystoreLocked => TroubleWords {
            icon: TroubleIcon::Lock,
            title: says("鍵の保管庫が\n閉じています", "The keystore\nis locked"),
            what: says(
                "番号を¦作る鍵は、|端末の|鍵保管庫の|中に|あります。|保管庫が|閉じている¦ため、|まだ|使えません。",
                "The key that makes the codes is in the device's keystore, which is locked.",
            ),
            next: says(
                "端末の|鍵保管庫を|開いてから、|もう一度|お試し¦ください。",
                "Unlock the device's keystore, then try again.",
            ),
        },
        VaultTrouble::KeystoreClosed => TroubleWords {
            icon: TroubleIcon::Lock,
            title: says("鍵の保管庫を\n開けませんでした", "The keystore\nwas not opened"),
            what: says(
                "番号を¦作る鍵が¦入る|保管庫の|確認の|画面が、|閉じられました。",
                "The keystore asked for permission, and the question was closed.",
            ),
            next: says(
                "もう一度|開き、|確認の|画面が|出たら、|許可して¦ください。",
                "Try again, and allow it in the window that asks.",
            ),
        },
        VaultTrouble::KeystoreRefused => TroubleWords {
            icon: TroubleIcon::Lock,
            title: says("鍵の使用の\n許可がありません", "Use of the key\nwas not allowed"),
            what: says(
                "番号を¦作る鍵を|使うことが、|許可されません¦でした。",
                "This device did not allow the use of the key that makes the codes.",
            ),
            next: says(
                "「もう一度|開く」を|押し、|確認の|画面で|「許可」を|お選び¦ください。",
                "Press Try again, and choose Allow in the window that asks.",
            ),
        },
        VaultTrouble::KeystoreUnavailable => TroubleWords {
            icon: TroubleIcon::Key,
            title: says("鍵の保管庫が\n応答しません", "The keystore\ndoes not answer"),
            what: says(
                "番号を¦作る鍵を|預けた|保管庫に、|つながりません。",
                "The keystore that holds the key cannot be reached.",
            ),
            next: says(
                "端末を|再起動¦してから、|もう一度|お試し¦ください。",
                "Restart the device, then try again.",
            ),
        },
        VaultTrouble::KeyMissing => TroubleWords {
            icon: TroubleIcon::Key,
            title: says("トークンの鍵が\n見つかりません", "The token's key\nis missing"),
            what: says(
                "番号を¦作る鍵は、|この端末の|中だけに¦あります。|初期化や|バックアップからの|復元では、|引き継がれません。",
                "The key that makes the codes exists only on this device. A reset or a restored backup does not carry it over.",
            ),
            next: re_issue(serial_known),
        },
        VaultTrouble::KeyInFile => TroubleWords {
            icon: TroubleIcon::Warn,
            title: says("鍵がファイルに\n置かれています", "The key\nis in a file"),
            what: says(
                "この端末の|鍵は、|保管庫に|預けて¦ありました。|いまの|データの|鍵は|ファイルに|あり、|だれかが|置いた¦ものかも|しれません。",
                "The key was in this device's keystore. That of the present data is in a file, where somebody else may have put it.",
            ),
            next: says(
                "ご自分で|置いた¦ときは、|「--keystore file」を|付けて|お開き¦ください。|お心当たりが|ない¦ときは、|お取引の|信用金庫へ|ご連絡¦ください。",
                "If you put it there, start the app with --keystore file. If you did not, contact your bank.",
            ),
        },
        VaultTrouble::KeyFileLoose => TroubleWords {
            icon: TroubleIcon::Key,
            title: says("鍵のファイルが\n守られていません", "The key's file\nis open to others"),
            what: says(
                "鍵の|ファイルを、|この端末の|ほかの|利用者も|読み書き¦できます。|そのままでは|使いません。",
                "Other users of this device can read or write the file of the key, so it is not used.",
            ),
            next: says(
                "保存先で|「chmod 600 vault-*.key」を|実行¦してから、|もう一度|お開き¦ください。",
                "Run \"chmod 600 vault-*.key\" in the data folder, then open it again.",
            ),
        },
        VaultTrouble::KeyFolderLoose => TroubleWords {
            icon: TroubleIcon::Key,
            title: says("鍵の保存先が\n守られていません", "The key's folder\nis open to others"),
            what: says(
                "鍵の|ファイルの|保存先に、|この端末の|ほかの|利用者も|書き込めます。|そのままでは|使いません。",
                "Other users of this device can write into the folder of the key, so it is not used.",
            ),
            next: says(
                "保存先の|フォルダーに|「chmod 700」を|実行¦してから、|もう一度|お開き¦ください。",
                "Run \"chmod 700\" on the data folder, then open it again.",
            ),
        },
        VaultTrouble::DataDamaged => TroubleWords {
            icon: TroubleIcon::Warn,
            title: says("データを\n読み取れません", "The data\ncannot be read"),
            what: says(
                "保存されている|データが、|途中で|切れているか、|変わって¦しまって¦います。",
                "The stored data of the token has been cut short or altered.",
            ),
            next: re_issue(serial_known),
        },
        VaultTrouble::DataOlder => TroubleWords {
            icon: TroubleIcon::Warn,
            title: says("いまのものより\n古いデータです", "The data\nis old"),
            what: says(
                "この端末が|最後に|保存した¦ものより|古い|データが、|保存先に|置かれて¦います。",
                "An older file is in the place of the one that this device saved last.",
            ),
            next: says(
                "新しい|データを|保存先へ|戻してから、|もう一度|お開き¦ください。",
                "Put the newest file back, then open it again.",
            ),
        },
        VaultTrouble::DataUnproven => TroubleWords {
            icon: TroubleIcon::Warn,
            title: says("最新のデータか\n確かめられません", "The data may\nbe old"),
            what: says(
                "保存先の|データが、|この端末が|最後に|保存した¦ものか|どうかを、|端末の|鍵保管庫で|確かめられません¦でした。",
                "The device's keystore could not tell whether the data is what this device saved last.",
            ),
            next: says(
                "端末を|再起動¦してから、|もう一度|お開き¦ください。",
                "Restart the device, then open it again.",
            ),
        },
        VaultTrouble::DataNewer => TroubleWords {
            icon: TroubleIcon::Info,
            title: says("アプリの更新が\n必要です", "This app\nneeds an update"),
            what: says(
                "このデータは、|お使いの¦ものより|新しい|アプリで|作られました。",
                "The data was written by a newer version of this app.",
            ),
            next: says("アプリを|更新¦してから、|開いて¦ください。", "Update the app, then open it again."),
        },
        VaultTrouble::AppLocked => TroubleWords {
            icon: TroubleIcon::Lock,
            title: says("パスコードで\nロックされています", "Locked with\na passcode"),
            what: says(
                "トークンは、|アプリの|パスコードで|ロック¦されて¦います。",
                "The tokens are locked with the app's passcode.",
            ),
            next: says(
                "もう一度|開き、|パスコードを|入力して¦ください。",
                "Open it again and enter the passcode.",
            ),
        },
        VaultTrouble::DataUnreachable => TroubleWords {
            icon: TroubleIcon::Warn,
            title: says("データを\n保存できません", "The data\ncannot be saved"),
            what: says(
                "保存先の|空きが|足りないか、|読み書きが|許可されて¦いません。",
                "There is too little space, or reading and writing is not allowed.",
            ),
            next: says(
                "端末の|空き容量と、|保存先の|許可を|お確かめ¦ください。",
                "Check the free space and the folder's permissions.",
            ),
        },
        VaultTrouble::InUse => TroubleWords {
            icon: TroubleIcon::Info,
            title: says("別のウインドウで\n開いています", "Open in\nanother window"),
            what: says(
                "このアプリは、|すでに|別の|ウインドウで|開いて¦います。",
                "This app is already open in another window.",
            ),
            next: says(
                "そちらの|ウインドウを|お使いに¦なるか、|閉じてから、|お試し¦ください。",
                "Use that window, or close it and try again.",
            ),
        },
    }
}

/// What is said before older data are used all the same.
pub(in crate::ui) fn older_warning() -> Words {
    says(
        "このデータを|使うと、|削除した¦トークンが|戻り、|新しい¦トークンが|なくなる¦ことが|あります。|それでも|使いますか。",
        "With this data, tokens that were removed may return, and newer ones may be missing. Use it all the same?",
    )
}

/// Without the key or the data only the bank can help.
fn re_issue(serial_known: bool) -> Words {
    if serial_known {
        says(
            "お取引の|信用金庫へ|再発行を|お申し込み¦ください。|上の|シリアル番号も|お伝え¦ください。|復旧を|請け負うと|いう|連絡は、|詐欺です。",
            "Ask your bank to reissue the token. Give them the serial number above. Anyone offering to restore it is a fraud.",
        )
    } else {
        says(
            "お取引の|信用金庫へ|再発行を|お申し込み¦ください。|復旧を|請け負うと|いう|連絡は、|詐欺です。",
            "Ask your bank to reissue the token. Anyone offering to restore it is a fraud.",
        )
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::every;
    use super::*;
    use std::collections::BTreeSet;

    pub fn all() -> Vec<(VaultTrouble, bool)> {
        use VaultTrouble::*;
        let kinds = every!(VaultTrouble {
            KeystoreLocked,
            KeystoreClosed,
            KeystoreRefused,
            KeystoreUnavailable,
            KeyMissing,
            KeyInFile,
            KeyFileLoose,
            KeyFolderLoose,
            DataDamaged,
            DataOlder,
            DataUnproven,
            DataNewer,
            DataUnreachable,
            InUse,
            AppLocked
        });
        kinds.into_iter().flat_map(|kind| [(kind, true), (kind, false)]).collect()
    }

    #[test]
    fn every_trouble_has_words_of_its_own() {
        let titles: BTreeSet<_> = all().into_iter().map(|(kind, known)| trouble(kind, known).title).collect();
        let whats: BTreeSet<_> = all().into_iter().map(|(kind, known)| trouble(kind, known).what).collect();
        assert_eq!((2 * titles.len(), 2 * whats.len()), (all().len(), all().len()));
    }

    /// The customer tells the bank the serials only where nothing but a re-issue helps.
    #[test]
    fn the_serial_is_asked_for_only_where_it_is_shown() {
        for (kind, _) in all() {
            let differs = trouble(kind, true) != trouble(kind, false);
            assert_eq!(
                differs,
                matches!(kind, VaultTrouble::KeyMissing | VaultTrouble::DataDamaged),
                "{kind:?}"
            );
        }
    }
}
