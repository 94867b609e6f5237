//! Several contracts, and whose a serial is.

use crate::{
    Circumstances, Contract, ContractId, Day, Needs, Outcome, Policy, Proofs, Refusal, Request, TokenSerial,
};
use std::collections::BTreeMap;

/// The contracts of one bank, kept in memory. A site that keeps them in a database looks the owner of a serial up there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bank {
    contracts: BTreeMap<ContractId, Contract>,
}

impl Bank {
    /// A bank with a contract, without a token, for each number.
    pub fn with(ids: impl IntoIterator<Item = ContractId>) -> Self {
        let contracts = ids.into_iter().map(|id| (id.clone(), Contract::new(id)));
        Self { contracts: contracts.collect() }
    }

    /// Every contract, in the order of the numbers.
    pub fn contracts(&self) -> impl Iterator<Item = &Contract> {
        self.contracts.values()
    }

    /// `None`: the bank has no such contract.
    pub fn contract(&self, id: &ContractId) -> Option<&Contract> {
        self.contracts.get(id)
    }

    /// The contract that has the serial among its tokens, in whatever state.
    pub fn owner(&self, serial: &TokenSerial) -> Option<&ContractId> {
        let has = |contract: &&Contract| contract.tokens().iter().any(|token| token.serial() == serial);
        self.contracts().find(has).map(Contract::id)
    }

    /// What lies outside a contract when it is asked.
    pub fn circumstances(&self, request: &Request, today: Day, policy: Policy) -> Circumstances {
        let owner = request.serial().and_then(|serial| self.owner(serial)).cloned();
        Circumstances { today, policy, owner }
    }

    /// [`Contract::needs`]. `None`: the bank has no such contract.
    pub fn needs(
        &self,
        id: &ContractId,
        request: &Request,
        today: Day,
        policy: Policy,
    ) -> Option<Result<Needs, Refusal>> {
        let circumstances = self.circumstances(request, today, policy);
        Some(self.contract(id)?.needs(request, &circumstances))
    }

    /// [`Contract::grant`], with the bank after it. `None`: the bank has no such contract.
    pub fn grant(
        &self,
        id: &ContractId,
        request: &Request,
        proofs: &Proofs,
        today: Day,
        policy: Policy,
    ) -> Option<Result<(Self, Outcome), Refusal>> {
        let circumstances = self.circumstances(request, today, policy);
        let granted = self.contract(id)?.grant(request, proofs, &circumstances);
        Some(granted.map(|(contract, outcome)| {
            let mut after = self.clone();
            after.contracts.insert(id.clone(), contract);
            (after, outcome)
        }))
    }
}
