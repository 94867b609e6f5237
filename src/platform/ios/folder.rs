//! The app's own folder: in no backup, and sealed by the system while the phone is locked.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use objc2::runtime::AnyObject;
use objc2_foundation::{
    NSDictionary, NSFileManager, NSFileProtectionComplete, NSFileProtectionKey, NSNumber,
    NSSearchPathDirectory, NSSearchPathDomainMask, NSString, NSURL, NSURLIsExcludedFromBackupKey, ns_string,
};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Makes the folder where it is missing, and tells iOS at every start that it is sealed and in no backup.
/// Files that are made in it inherit the protection. `None`: iOS gives the app no place at all.
pub fn prepared() -> Option<PathBuf> {
    let files = NSFileManager::defaultManager();
    let places = files.URLsForDirectory_inDomains(
        NSSearchPathDirectory::ApplicationSupportDirectory,
        NSSearchPathDomainMask::UserDomainMask,
    );
    let url =
        places.firstObject()?.URLByAppendingPathComponent_isDirectory(ns_string!("skts-token"), true)?;
    let path = url.path()?;
    protect(&files, &url, &path);
    Some(PathBuf::from(path.to_string()))
}

/// Where one of these calls fails, the app goes on: the key is in no backup either way, and the app's
/// entitlement seals its files. Where the folder cannot be made, the first write into it fails and says so.
fn protect(files: &NSFileManager, url: &NSURL, path: &NSString) {
    // SAFETY: constants of Foundation, with the types of values that they are documented with.
    unsafe {
        let complete: &AnyObject = NSFileProtectionComplete;
        let sealed = NSDictionary::from_slices(&[NSFileProtectionKey], &[complete]);
        let _ = files.createDirectoryAtPath_withIntermediateDirectories_attributes_error(
            path,
            true,
            Some(&sealed),
        );
        let _ = files.setAttributes_ofItemAtPath_error(&sealed, path);
        let _ =
            url.setResourceValue_forKey_error(Some(&NSNumber::new_bool(true)), NSURLIsExcludedFromBackupKey);
    }
}

/// iOS may begin an app long before the customer opens it ("prewarming"), up to the point where it hands
/// over to UIKit. The phone may be locked then and the files sealed, which is no trouble to be told of:
/// the app waits here until the customer is there.
pub fn wait_for_unlocking(folder: &Path) {
    let early = std::env::var_os("ActivePrewarm").is_some_and(|value| value == "1");
    while early && is_sealed(folder) {
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn is_sealed(folder: &Path) -> bool {
    let Ok(files) = fs::read_dir(folder) else { return false };
    let refused = |path: PathBuf| File::open(path).is_err_and(|e| e.kind() == ErrorKind::PermissionDenied);
    files.flatten().any(|file| refused(file.path()))
}
