//! The letters that the bank has printed. They hold seeds and passwords, so they are in memory alone and never in the database.

use crate::secrets;
use skts_bank_verifier::Letter;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// Letters that are kept; of more, the oldest is forgotten.
const MAX_LETTERS: usize = 2000;

/// A letter as its customer gets it.
pub struct Paper {
    pub name: String,
    pub contract: String,
    /// The login password and the 資金移動用パスワード: in the first letter of a contract alone.
    pub passwords: Option<(Zeroizing<String>, Zeroizing<String>)>,
    /// 交換 goes on with this letter, not 利用開始.
    pub replaces: bool,
    pub letter: Letter,
}

/// All letters, each under an address that nobody guesses.
#[derive(Default)]
pub struct Letters(Mutex<VecDeque<(String, Arc<Paper>)>>);

impl Letters {
    /// The part of the letter's address behind `/letter/`.
    pub fn keep(&self, paper: Paper) -> String {
        let id = secrets::token();
        let mut letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if letters.len() >= MAX_LETTERS {
            letters.pop_front();
        }
        letters.push_back((id.clone(), Arc::new(paper)));
        id
    }

    pub fn get(&self, id: &str) -> Option<Arc<Paper>> {
        let letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.iter().find(|(known, _)| secrets::same(known, id)).map(|(_, paper)| Arc::clone(paper))
    }
}
