//! What is proven before a request is granted.

use crate::{Payee, PayeeNumber, Refusal, TokenSerial, TransactionId, Yen};

/// What a code is computed over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeKind {
    /// The normal code: time alone.
    Login,
    /// 取引認証, typed: the payee's digits and the time.
    Payee(PayeeNumber),
    /// 取引認証 by 取引QR: one transaction.
    Transaction { id: TransactionId, payee: Payee, amount: Yen },
}

/// What the verifier used up for a code, so that the code passes once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The time step of a normal code.
    Step(u64),
    /// The time step of a typed 取引認証 code. These count for themselves.
    PayeeStep(u64),
    /// The transaction of a 取引QR.
    Transaction(TransactionId),
}

/// What the verifier says of a code that it accepted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Proof {
    pub serial: TokenSerial,
    pub kind: CodeKind,
    pub place: Place,
}

/// All that is brought along with a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    pub code: Option<Proof>,
    /// The two digits of the 資金移動用パスワード were right.
    pub transfer_password: bool,
}

/// What must be proven before a request can be granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    pub code: Option<NeededCode>,
    /// Two digits of the 資金移動用パスワード.
    pub transfer_password: bool,
}

/// The one code that will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededCode {
    pub serial: TokenSerial,
    pub kind: CodeKind,
}

impl NeededCode {
    /// Whether an accepted code is the needed one. Whether it was used before is not asked here.
    pub(crate) fn met_by(&self, proof: &Proof) -> Result<(), Refusal> {
        if proof.serial != self.serial {
            return Err(Refusal::CodeOfAnotherToken);
        }
        match (&self.kind, &proof.kind, proof.place) {
            (CodeKind::Login, CodeKind::Login, Place::Step(_)) => Ok(()),
            (CodeKind::Payee(needed), CodeKind::Payee(signed), Place::PayeeStep(_)) => {
                equal(needed, signed, Refusal::CodeForAnotherPayee)
            }
            (
                CodeKind::Transaction { id, payee, amount },
                CodeKind::Transaction { id: signed_id, payee: signed_payee, amount: signed_amount },
                Place::Transaction(used),
            ) => {
                equal(payee, signed_payee, Refusal::CodeForAnotherPayee)?;
                equal(amount, signed_amount, Refusal::CodeForAnotherAmount)?;
                equal(id, signed_id, Refusal::CodeForAnotherTransaction)?;
                equal(id, &used, Refusal::CodeForAnotherTransaction)
            }
            _ => Err(Refusal::CodeOfAnotherKind),
        }
    }
}

fn equal<T: PartialEq>(needed: &T, signed: &T, refusal: Refusal) -> Result<(), Refusal> {
    if needed == signed { Ok(()) } else { Err(refusal) }
}
