//! What needs processes of its own: killed ones, keyrings, full disks, the program's memory, the program itself.

mod app_lock;
mod disk;
mod import_accepted;
mod keystores;
mod kills;
mod memory;
mod moves;
#[path = "../vault_support/mod.rs"]
mod vault_support;

/// The allocator of the program that ships: without it a seed that was freed would stay in the heap, and `memory`
/// would find it.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
