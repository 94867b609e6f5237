//! The switches of practice.

use super::{Store, StoreError};
use rusqlite::{OptionalExtension, params};

/// What practice changes in the bank's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Transfers are granted on the day of 利用開始.
    pub skip_wait: bool,
    /// A transfer needs a code of 取引認証, as some banks demand; otherwise the normal code is enough.
    pub transaction_obligatory: bool,
}

impl Default for Practice {
    fn default() -> Self {
        Self { skip_wait: false, transaction_obligatory: true }
    }
}

impl Store {
    pub fn practice(&self) -> Result<Practice, StoreError> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
            let mut on = |name: &str, usual: bool| {
                let value: Option<String> = query.query_row([name], |row| row.get(0)).optional()?;
                Ok::<_, StoreError>(value.map_or(usual, |value| value == "on"))
            };
            let usual = Practice::default();
            Ok(Practice {
                skip_wait: on("skip-wait", usual.skip_wait)?,
                transaction_obligatory: on("transaction-obligatory", usual.transaction_obligatory)?,
            })
        })
    }

    pub fn set_practice(&self, practice: Practice) -> Result<(), StoreError> {
        self.write(|transaction| {
            let switches =
                [("skip-wait", practice.skip_wait), ("transaction-obligatory", practice.transaction_obligatory)];
            for (name, on) in switches {
                transaction.execute(
                    "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
                    params![name, if on { "on" } else { "off" }],
                )?;
            }
            Ok(())
        })
    }
}
