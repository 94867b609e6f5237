//! Somebody who watches a bank from outside and knows what must never happen. The witness judges by no table and no
//! state of the engine: it keeps its own notes of what was granted, and compares.

use skts_bank_engine::*;
use std::collections::{BTreeMap, BTreeSet};

/// Makes the enum, its words and the list of both of one list.
macro_rules! sentences {
    ($($name:ident = $words:literal,)+) => {
        /// What must never happen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Never {
            $($name,)+
        }

        impl Never {
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)+
                }
            }
        }

        /// Each sentence as a property of a model: its words, and whether a witness saw it kept.
        pub const SENTENCES: &[(&str, fn(&Witness) -> bool)] =
            &[$(($words, |witness| !witness.broken.contains(&Never::$name)),)+];
    };
}

sentences! {
    TwoLiveTokens = "two live tokens on one contract",
    NotTheStartedToken = "a token in use that is not the one of the last 利用開始 or 交換",
    TokenOfAnother = "a serial at two contracts, or a code of another contract's token",
    CodeTwice = "a code accepted twice",
    EarlierCode = "a code accepted after a later one of its token and kind",
    TransferWithoutItsCode = "a transfer without a valid code of its kind",
    OtherThanSigned = "a payee or amount other than the signed one",
    TransferTooEarly = "a transfer before its day",
    LoginWithoutCode = "a login without the code where 認証する was chosen",
    OtherStepWithoutCode = "利用開始, 交換, 振込予約取消 or 利用限度額変更 without the code",
    ByTokenOutOfUse = "anything done by a token that is suspended, stopped, lost or replaced",
    ByLockedContract = "anything done by a locked contract, but to stop banking",
    ByStoppedBanking = "anything done by the customer of a contract whose banking is stopped",
    LetterWhileStopped = "a letter for the customer while the branch has stopped the token",
    WithoutPassword = "利用開始 or 利用中止 without the 資金移動用パスワード",
    ReplacedUnproven = "交換 without the old token's code of the same day",
    OverLimit = "more on one day than the limit, or nothing at all",
}

/// Why a token is not in use any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Out {
    Suspended,
    Stopped,
    Gone,
}

/// What the witness noted of one contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Notes {
    serials: BTreeMap<TokenSerial, Option<Out>>,
    in_use: Option<TokenSerial>,
    first_transfer: Option<Day>,
    login_code: bool,
    proven: Option<(Day, TokenSerial)>,
    locked: bool,
    banking_stopped: bool,
    /// Day, amount and whether it still counts, by the number of the transfer.
    transfers: Vec<(Day, u64, bool)>,
    limit: Option<u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Witness {
    notes: BTreeMap<ContractId, Notes>,
    /// What each accepted code used up, as the verifier said; and for a 取引QR also what was signed.
    accepted: BTreeSet<(TokenSerial, Place)>,
    pub broken: BTreeSet<Never>,
}

/// A request that was granted, and all around it.
pub struct Granted<'a> {
    pub id: &'a ContractId,
    pub request: &'a Request,
    pub proofs: &'a Proofs,
    pub today: Day,
    pub policy: Policy,
    pub after: &'a Bank,
}

impl Witness {
    /// Looks at a granted request.
    pub fn saw(&mut self, granted: &Granted<'_>) {
        let notes = self.notes.get(granted.id).cloned().unwrap_or_default();
        self.asked_by_somebody_who_may(&notes, granted.request);
        self.proven(&notes, granted);
        self.transfer(&notes, granted);
        self.tokens(&notes, granted);
        let after = note(notes, granted);
        self.notes.insert(granted.id.clone(), after);
        self.state(granted.after);
    }

    fn must(&mut self, kept: bool, sentence: Never) {
        if !kept {
            self.broken.insert(sentence);
        }
    }

    fn asked_by_somebody_who_may(&mut self, notes: &Notes, request: &Request) {
        let bank = matches!(
            request,
            Request::Lock
                | Request::BranchStop
                | Request::BranchLoss
                | Request::BranchResume
                | Request::ReleaseLock
                | Request::Reissue { .. }
        );
        self.must(bank || !notes.banking_stopped, Never::ByStoppedBanking);
        self.must(bank || !notes.locked || *request == Request::StopBanking, Never::ByLockedContract);
    }

    fn proven(&mut self, notes: &Notes, granted: &Granted<'_>) {
        let in_use = notes.in_use.as_ref();
        let (serial, without) = match granted.request {
            Request::Start { serial, .. } | Request::ReplaceFinish { serial } => {
                (Some(serial), Never::OtherStepWithoutCode)
            }
            Request::ReplaceBegin | Request::CancelTransfer { .. } | Request::ChangeLimit { .. } => {
                (in_use, Never::OtherStepWithoutCode)
            }
            Request::Transfer { .. } | Request::PayEasy { .. } => (in_use, Never::TransferWithoutItsCode),
            Request::Login if notes.login_code => (in_use, Never::LoginWithoutCode),
            Request::Suspend => {
                self.must(in_use.is_some(), Never::ByTokenOutOfUse);
                return self.must(granted.proofs.transfer_password, Never::WithoutPassword);
            }
            _ => return,
        };
        let starts = matches!(granted.request, Request::Start { .. });
        self.must(!starts || granted.proofs.transfer_password, Never::WithoutPassword);
        let Some(proof) = &granted.proofs.code else { return self.must(false, without) };
        self.must(serial == Some(&proof.serial), without);
        self.must(is_of_its_kind(granted.request, proof), without);
        self.token_may(notes, proof, starts);
        self.accept(proof.serial.clone(), proof.place);
        if let (CodeKind::Transaction { id, .. }, Place::Transaction(used)) = (&proof.kind, proof.place)
            && *id != used
        {
            self.accept(proof.serial.clone(), Place::Transaction(*id));
        }
    }

    fn token_may(&mut self, notes: &Notes, proof: &Proof, starts: bool) {
        let Some(out) = notes.serials.get(&proof.serial) else {
            return self.must(false, Never::TokenOfAnother);
        };
        let may = match out {
            None => true,
            Some(Out::Suspended) => starts,
            Some(Out::Stopped | Out::Gone) => false,
        };
        self.must(may, Never::ByTokenOutOfUse);
    }

    fn accept(&mut self, serial: TokenSerial, place: Place) {
        let later = self.accepted.iter().any(|(of, used)| {
            *of == serial
                && match (used, place) {
                    (Place::Step(used), Place::Step(step)) => *used > step,
                    (Place::PayeeStep(used), Place::PayeeStep(step)) => *used > step,
                    _ => false,
                }
        });
        self.must(!later, Never::EarlierCode);
        let new = self.accepted.insert((serial, place));
        self.must(new, Never::CodeTwice);
    }

    fn transfer(&mut self, notes: &Notes, granted: &Granted<'_>) {
        let Some((payee, amount, by)) = granted.request.order() else { return };
        let contract = granted.after.contract(granted.id);
        let reserved = contract.and_then(|contract| contract.transfers().last());
        let reserved = reserved.map(|transfer| (&transfer.payee, transfer.amount));
        self.must(reserved == Some((&payee, amount)), Never::OtherThanSigned);
        match granted.proofs.code.as_ref().map(|proof| &proof.kind) {
            Some(CodeKind::Payee(signed)) => self.must(signed == payee.number(), Never::OtherThanSigned),
            Some(CodeKind::Transaction { payee: to, amount: yen, id }) => {
                self.must((to, *yen) == (&payee, amount), Never::OtherThanSigned);
                self.must(by == By::TransactionQr { id: *id }, Never::TransferWithoutItsCode);
            }
            Some(CodeKind::Login) => {
                self.must(!granted.policy.transaction_obligatory, Never::TransferWithoutItsCode);
            }
            None => {}
        }
        let early = notes.first_transfer.is_none_or(|first| granted.today < first);
        self.must(!granted.policy.wait_until_next_day || !early, Never::TransferTooEarly);
        let counts = |(day, _, open): &&(Day, u64, bool)| *day == granted.today && *open;
        let spent = notes.transfers.iter().filter(counts).map(|(_, yen, _)| yen).sum::<u64>();
        let limit = notes.limit.unwrap_or(Contract::HIGHEST_LIMIT.0);
        self.must(amount.0 > 0 && spent + amount.0 <= limit, Never::OverLimit);
    }

    fn tokens(&mut self, notes: &Notes, granted: &Granted<'_>) {
        match granted.request {
            Request::Issue { serial } | Request::Reissue { serial } => {
                let known = self.notes.values().any(|notes| notes.serials.contains_key(serial));
                self.must(!known, Never::TokenOfAnother);
                let stopped = notes.serials.values().any(|out| *out == Some(Out::Stopped));
                let customer = matches!(granted.request, Request::Issue { .. });
                self.must(!customer || !stopped, Never::LetterWhileStopped);
            }
            Request::Start { .. } => self.must(notes.in_use.is_none(), Never::TwoLiveTokens),
            Request::ReplaceFinish { .. } => {
                let today = notes.in_use.clone().map(|serial| (granted.today, serial));
                self.must(today.is_some() && notes.proven == today, Never::ReplacedUnproven);
            }
            _ => {}
        }
    }

    /// What must hold between two requests.
    fn state(&mut self, bank: &Bank) {
        let mut seen = BTreeSet::new();
        for contract in bank.contracts() {
            for token in contract.tokens() {
                self.must(seen.insert(token.serial().clone()), Never::TokenOfAnother);
            }
            let is_live = |token: &&Token| token.state() == TokenState::Live;
            let live = contract.tokens().iter().filter(is_live).collect::<Vec<_>>();
            self.must(live.len() <= 1, Never::TwoLiveTokens);
            let in_use = self.notes.get(contract.id()).and_then(|notes| notes.in_use.as_ref());
            let same = live.first().map(|token| token.serial()) == in_use;
            self.must(same, Never::NotTheStartedToken);
        }
    }
}

fn is_of_its_kind(request: &Request, proof: &Proof) -> bool {
    let by = request.order().map_or(By::NormalCode, |(_, _, by)| by);
    matches!(
        (by, &proof.kind, proof.place),
        (By::NormalCode, CodeKind::Login, Place::Step(_))
            | (By::Payee, CodeKind::Payee(_), Place::PayeeStep(_))
            | (By::TransactionQr { .. }, CodeKind::Transaction { .. }, Place::Transaction(_))
    )
}

/// The notes after a granted request.
fn note(mut notes: Notes, granted: &Granted<'_>) -> Notes {
    let all = |notes: &mut Notes, from: &[Option<Out>], to: Option<Out>| {
        for out in notes.serials.values_mut().filter(|out| from.contains(*out)) {
            *out = to;
        }
    };
    match granted.request {
        Request::Issue { serial } => {
            let in_use = notes.in_use.clone();
            for (letter, out) in &mut notes.serials {
                if out.is_none() && Some(letter) != in_use.as_ref() {
                    *out = Some(Out::Gone);
                }
            }
            notes.serials.insert(serial.clone(), None);
        }
        Request::Start { serial, login_code } => {
            notes.serials.insert(serial.clone(), None);
            all(&mut notes, &[Some(Out::Suspended)], Some(Out::Gone));
            notes.in_use = Some(serial.clone());
            notes.login_code = *login_code;
            notes.first_transfer = Some(granted.today.next());
        }
        Request::Transfer { amount, .. } | Request::PayEasy { amount, .. } => {
            notes.transfers.push((granted.today, amount.0, true));
        }
        Request::CancelTransfer { id } => notes.transfers[id.0 as usize - 1].2 = false,
        Request::ChangeLimit { limit } => notes.limit = Some(limit.0),
        Request::ReplaceBegin => notes.proven = notes.in_use.clone().map(|serial| (granted.today, serial)),
        Request::ReplaceFinish { serial } => {
            if let Some(old) = notes.in_use.replace(serial.clone()) {
                notes.serials.insert(old, Some(Out::Gone));
            }
        }
        Request::Suspend => {
            if let Some(serial) = notes.in_use.take() {
                notes.serials.insert(serial, Some(Out::Suspended));
            }
        }
        Request::StopBanking => notes.banking_stopped = true,
        Request::Lock => notes.locked = true,
        Request::ReleaseLock => notes.locked = false,
        Request::BranchStop => {
            all(&mut notes, &[None, Some(Out::Suspended)], Some(Out::Stopped));
            notes.in_use = None;
        }
        Request::BranchLoss => {
            all(&mut notes, &[None, Some(Out::Suspended), Some(Out::Stopped)], Some(Out::Gone));
            notes.in_use = None;
        }
        Request::BranchResume => {
            all(&mut notes, &[Some(Out::Stopped)], Some(Out::Suspended));
            notes.banking_stopped = false;
        }
        Request::Reissue { serial } => {
            all(&mut notes, &[None, Some(Out::Suspended), Some(Out::Stopped)], Some(Out::Gone));
            notes.serials.insert(serial.clone(), None);
            notes.in_use = None;
        }
        Request::Login => {}
    }
    if notes.in_use.is_none() {
        notes.first_transfer = None;
        notes.proven = None;
    }
    notes
}
