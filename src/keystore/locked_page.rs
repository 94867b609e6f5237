//! A page of memory for a key: the system is asked never to write it to the swap partition or into a core file. Where the
//! system refuses, the key is kept all the same.

use zeroize::Zeroize;

/// The largest page of the systems that this runs on. No page is shared with anything else, so that giving one back
/// unlocks nobody's memory but its own.
const PAGE: usize = 16 * 1024;

#[repr(align(16384))]
struct Page([u8; PAGE]);

const _: () = assert!(align_of::<Page>() == PAGE && size_of::<Page>() == PAGE);

/// `N` bytes on a page of their own. Overwritten when dropped.
pub struct LockedPage<const N: usize>(Box<Page>);

impl<const N: usize> LockedPage<N> {
    /// Zeros.
    pub fn new() -> Self {
        const { assert!(N <= PAGE) };
        let page = Box::new(Page([0; PAGE]));
        system::lock(&page);
        Self(page)
    }

    pub fn bytes(&self) -> &[u8; N] {
        self.0.0.first_chunk().expect("a page is longer than what is on it")
    }

    pub fn bytes_mut(&mut self) -> &mut [u8; N] {
        self.0.0.first_chunk_mut().expect("a page is longer than what is on it")
    }
}

impl<const N: usize> Drop for LockedPage<N> {
    fn drop(&mut self) {
        self.bytes_mut().zeroize();
        system::unlock(&self.0);
    }
}

#[cfg(unix)]
mod system {
    use super::{PAGE, Page};

    pub fn lock(page: &Page) {
        let address = std::ptr::from_ref(page).cast_mut().cast();
        // SAFETY: the page is whole pages of this process's memory that live as long as the box; neither call changes
        // a byte of it.
        unsafe {
            libc::mlock(address, PAGE);
            #[cfg(not(target_vendor = "apple"))]
            libc::madvise(address, PAGE, libc::MADV_DONTDUMP);
        }
    }

    pub fn unlock(page: &Page) {
        let address = std::ptr::from_ref(page).cast_mut().cast();
        // SAFETY: as above; the allocator gives the memory to others next, as it was before.
        unsafe {
            #[cfg(not(target_vendor = "apple"))]
            libc::madvise(address, PAGE, libc::MADV_DODUMP);
            libc::munlock(address, PAGE);
        }
    }
}

#[cfg(windows)]
mod system {
    use super::{PAGE, Page};
    use windows_sys::Win32::System::Memory::{VirtualLock, VirtualUnlock};

    pub fn lock(page: &Page) {
        // SAFETY: the page is whole pages of this process's memory that live as long as the box; no byte of it changes.
        unsafe { VirtualLock(std::ptr::from_ref(page).cast(), PAGE) };
    }

    pub fn unlock(page: &Page) {
        // SAFETY: as above.
        unsafe { VirtualUnlock(std::ptr::from_ref(page).cast(), PAGE) };
    }
}

#[cfg(all(test, unix, not(target_vendor = "apple")))]
mod tests {
    use super::*;

    /// What Linux says of the memory at this address.
    fn flags(address: *const u8) -> String {
        let maps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let mut here = false;
        for line in maps.lines() {
            let span = line.split(' ').next().and_then(|span| span.split_once('-'));
            let number = |text| usize::from_str_radix(text, 16).ok();
            if let Some((Some(from), Some(to))) = span.map(|(from, to)| (number(from), number(to))) {
                here = (from..to).contains(&address.addr());
            } else if here && line.starts_with("VmFlags:") {
                return line.to_owned();
            }
        }
        panic!("no memory at this address");
    }

    #[test]
    fn a_key_stays_out_of_swap_and_core_files_and_its_page_is_given_back_as_it_was() {
        let held = |page: &LockedPage<32>| {
            let flags = flags(page.bytes().as_ptr());
            let has = |flag| flags.split(' ').any(|one| one == flag);
            (has("lo"), has("dd"))
        };
        let page = LockedPage::<32>::new();
        assert_eq!(held(&page), (true, true));
        system::unlock(&page.0);
        assert_eq!(held(&page), (false, false));
    }
}
