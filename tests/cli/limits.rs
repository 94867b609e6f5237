//! Full and read-only disks, limits, and files that cannot be read: each message names its cause.
#![cfg(target_os = "linux")]

use super::*;
use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

/// A file system of its own on the data folder, seen by this one program.
fn mounted(home: &Home, test: Test, options: &str) -> Test {
    fs::create_dir_all(home.data()).unwrap();
    let mount = format!("mount -t tmpfs -o {options} tmpfs '{}' && exec \"$@\"", home.data().display());
    // The mount needs root, or else a user namespace of the program's own.
    let root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let namespace = if root { "unshare --mount" } else { "unshare --user --map-root-user --mount" };
    test.through(&format!("exec {namespace} sh -c '{}' sh \"$@\"", mount.replace('\'', "'\\''")))
}

#[test]
fn a_first_import_tells_a_full_or_read_only_disk() {
    let home = Home::new();
    mounted(&home, home.import(URI), "nr_inodes=1,mode=700").refused("the disk is full");
    mounted(&home, home.import(URI), "ro,mode=700").refused("its disk is read-only");
    assert_eq!(fs::read_dir(home.data()).unwrap().count(), 0);
}

/// The system ends a program that grows a file beyond its limit, unless the program ignores the signal and gets an
/// error instead.
#[test]
fn a_limit_on_files_is_told() {
    let home = Home::new();
    home.import(URI).through("ulimit -f 0; exec \"$@\"").refused("no file of this size may be written");
    home.import(URI).success();
    let before = fs::read(home.vault()).unwrap();
    home.import(OTHER).through("ulimit -f 0; exec \"$@\"").refused("[data-unreachable]");
    assert_eq!(fs::read(home.vault()).unwrap(), before);
    home.run("code").through("ulimit -f 0; exec \"$@\"").success();
    let minted = Test::issue("new --issuer A --out").arg(home.path("minted"));
    minted.through("ulimit -f 0; exec \"$@\"").refused("cannot be written");
}

/// A crash must not write the memory of a program that holds a seed into a file.
#[test]
fn no_program_may_leave_a_core_file() {
    let home = Home::new();
    for test in [home.run("import -"), Test::issue("qr")] {
        // The test would prove nothing where the system forbids core files already.
        let mut waiting = test.through("ulimit -c unlimited && exec \"$@\"").command();
        // The program waits for its standard input, which stays open.
        let mut program = waiting.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let limits = format!("/proc/{}/limits", program.id());
        let mut cores = String::new();
        for _ in 0..500 {
            let text = fs::read_to_string(&limits).unwrap();
            cores = text.lines().find(|line| line.starts_with("Max core file size")).unwrap().to_owned();
            if cores.split_whitespace().skip(4).take(2).eq(["0", "0"]) {
                break;
            }
            sleep(Duration::from_millis(20));
        }
        program.kill().unwrap();
        program.wait().unwrap();
        assert_eq!(cores.split_whitespace().skip(4).collect::<Vec<_>>(), ["0", "0", "bytes"], "{waiting:?}");
    }
}

/// A picture whose pixels take more memory than the shell allows.
#[test]
fn a_program_without_memory_ends_with_a_sentence() {
    let home = Home::with(&[URI]);
    let picture = home.path("large.png");
    // The largest one that is read; transparent, so that it is laid on two grounds.
    image::RgbaImage::new(8192, 6400).save(&picture).unwrap();
    let little = "ulimit -v 150000; exec \"$@\"";
    home.run("import")
        .arg(&picture)
        .through(little)
        .refused("out of memory; nothing that was confirmed is lost");
    home.run("code").through(little).success();
}

#[test]
fn a_file_that_cannot_be_read_tells_why() {
    let home = Home::new();
    fs::create_dir(home.path("folder")).unwrap();
    fs::write(home.path("large.png"), "").unwrap();
    fs::File::options().write(true).open(home.path("large.png")).unwrap().set_len(65 << 20).unwrap();
    for (name, why, to_do) in [
        ("absent.png", "not found", "check the file's name"),
        ("folder", "is a directory", "name a file in that folder"),
        ("large.png", "larger than 64 MB", "try a smaller picture"),
    ] {
        let says = home.run("import").arg(home.path(name)).refused(why);
        assert!(says.contains(to_do) && says.contains(name), "{says}");
    }
    assert!(!home.data().exists());
}

#[test]
fn without_a_display_no_path_of_the_makers_is_shown() {
    let home = Home::with(&[URI]);
    let says = home.run("").refused("no window can be opened");
    assert!(
        says.contains("skts-token code") && !says.contains(".rs") && !says.contains("/registry/"),
        "{says}"
    );
    let nowhere = home.run("").env("DISPLAY", ":59999").refused("no window can be opened");
    assert!(!nowhere.contains(".rs") && !nowhere.contains("/registry/"), "{nowhere}");
}
