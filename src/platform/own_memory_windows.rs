//! Keeps this process's memory from other programs, on Windows.

use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows_sys::Win32::Security::{DACL_SECURITY_INFORMATION, SetKernelObjectSecurity};
use windows_sys::Win32::System::Diagnostics::Debug::{
    SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SetErrorMode,
};
use windows_sys::Win32::System::Threading::GetCurrentProcess;

/// The owner (OW) of a process, and so every program of the same user, may otherwise read its memory, or change who may.
/// What is left to them is to wait for its end (0x100000), to ask for its name (0x1000) and to end it (0x1).
const RIGHTS: &str = "D:P(A;;0x00101001;;;OW)\0";

/// Error reports, which hold memory, are turned off as well. Where Windows refuses, everything stays as it was.
pub fn keep_private() {
    let rights: Vec<u16> = RIGHTS.encode_utf16().collect();
    let mut descriptor = std::ptr::null_mut();
    // SAFETY: the text ends with a zero, and Windows writes where `descriptor` is; what Windows allocated for it is used
    // and then freed once.
    unsafe {
        SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
        let made = ConvertStringSecurityDescriptorToSecurityDescriptorW(
            rights.as_ptr(),
            SDDL_REVISION_1,
            &mut descriptor,
            std::ptr::null_mut(),
        );
        if made != 0 {
            SetKernelObjectSecurity(GetCurrentProcess(), DACL_SECURITY_INFORMATION, descriptor);
            LocalFree(descriptor);
        }
    }
}
