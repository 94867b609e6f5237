//! The real `skts-issue`, end to end, beside zbarimg and oathtool. Fails where either is missing.

use super::{SEED, Test, URI};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn issue<A: AsRef<std::ffi::OsStr>>(arguments: &[A], input: &str) -> Test {
    Test::issue("").args(arguments).stdin(input)
}

/// A URI where none belongs is a slip of whoever typed it, and its seed must not go into a log.
#[test]
fn a_seed_in_the_arguments_is_not_repeated() {
    for words in [URI, &format!("qr {URI}"), &format!("verify --uri-file - 123456 {URI}")] {
        let says = Test::issue(words).usage();
        assert!(says.contains("may hold a seed") && !says.contains(SEED), "{says}");
    }
}

/// What zbarimg reads in a picture.
fn zbarimg(picture: &Path) -> String {
    Test::of("zbarimg").words("--raw -q").arg(picture).ends(0).out.trim_end().to_owned()
}

struct Token {
    folder: TempDir,
    serial: String,
    uri: String,
}

impl Token {
    fn new(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("tokens");
        let all = [&["new", "--out", out.to_str().unwrap()], arguments].concat();
        let printed = issue(&all, "").success();
        let mut lines = printed.lines();
        let serial = lines.next().unwrap().to_owned();
        let files: Vec<PathBuf> = lines.map(PathBuf::from).collect();
        let expected =
            ["uri", "png", "svg", "pskcxml"].map(|extension| out.join(format!("{serial}.{extension}")));
        assert_eq!(files, expected);
        let uri = fs::read_to_string(&files[0]).unwrap();
        assert!(!printed.contains("otpauth"), "the URI was printed");
        Self { folder, serial, uri: uri.trim_end().to_owned() }
    }

    fn file(&self, extension: &str) -> PathBuf {
        self.folder.path().join(format!("tokens/{}.{extension}", self.serial))
    }

    fn parameter(&self, name: &str) -> &str {
        let query = self.uri.split_once('?').unwrap().1;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).unwrap()
    }

    fn code(&self, at: &str) -> String {
        let totp = format!("--totp={}", self.parameter("algorithm"));
        let oathtool = Test::of("oathtool").args(["--base32", &totp, &format!("--now=@{at}"), "-"]);
        oathtool.stdin(self.parameter("secret")).success().trim().to_owned()
    }
}

#[test]
fn zbarimg_reads_what_was_minted() {
    for algorithm in ["SHA1", "SHA256", "SHA512"] {
        let token = Token::new(&["--issuer", "見本信用金庫", "--algorithm", algorithm]);
        assert_eq!(zbarimg(&token.file("png")), token.uri, "{algorithm}");
        assert_eq!(token.parameter("algorithm"), algorithm);
        assert!(token.uri.contains(&format!(":{}?", token.serial)));
    }
}

#[test]
fn the_svg_is_the_same_picture() {
    let token = Token::new(&["--issuer", "A"]);
    let png = image::open(token.file("png")).unwrap().to_luma8();
    assert!(drawn(&token.file("svg")) == png, "the two pictures differ");
}

/// An SVG's modules, drawn from its own path.
fn drawn(svg: &Path) -> image::GrayImage {
    let svg = fs::read_to_string(svg).unwrap();
    let side: u32 = svg.split_once("width=\"").unwrap().1.split_once('"').unwrap().0.parse().unwrap();
    let mut drawn = image::GrayImage::from_pixel(side, side, image::Luma([255]));
    let path = svg.split_once(" d=\"").unwrap().1.split_once('"').unwrap().0;
    for rectangle in path.split('M').skip(1) {
        let numbers: Vec<u32> =
            rectangle.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
        let [x, y, width, height, ..] = numbers[..] else { panic!("another kind of path: {rectangle}") };
        for (dx, dy) in (0..width).flat_map(|dx| (0..height).map(move |dy| (dx, dy))) {
            drawn.put_pixel(x + dx, y + dy, image::Luma([0]));
        }
    }
    drawn
}

#[cfg(unix)]
fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

/// A terminal's half blocks, as a picture again.
#[test]
fn zbarimg_reads_the_terminals_qr() {
    let token = Token::new(&["--issuer", "A", "--ocra", "OCRA-1:HOTP-SHA1-6:QN08"]);
    for arguments in [vec!["qr"], vec!["qr", "--uri-file", token.file("uri").to_str().unwrap()]] {
        let blocks = issue(&arguments, &token.uri).success();
        assert!(!blocks.contains('\x1b'), "colours in a pipe");
        let lines: Vec<Vec<char>> = blocks.lines().map(|line| line.chars().collect()).collect();
        let picture =
            image::GrayImage::from_fn(lines[0].len() as u32 * 6, lines.len() as u32 * 12, |x, y| {
                let dark = match lines[y as usize / 12][x as usize / 6] {
                    '█' => true,
                    '▀' => y % 12 < 6,
                    '▄' => y % 12 >= 6,
                    _ => false,
                };
                image::Luma([if dark { 0 } else { 255 }])
            });
        let path = token.folder.path().join("terminal.png");
        picture.save(&path).unwrap();
        assert_eq!(zbarimg(&path), token.uri);
    }
}

const PAGE: &str = "https://shop.example.invalid/store/apps/details?id=jp.skts.token&hl=ja";

/// A picture's text; an SVG is drawn first.
fn zbarimg_of_either(picture: &Path) -> String {
    if picture.extension().unwrap() == "png" {
        return zbarimg(picture);
    }
    let copy = picture.with_extension("drawn.png");
    drawn(picture).save(&copy).unwrap();
    let text = zbarimg(&copy);
    fs::remove_file(copy).unwrap();
    text
}

#[test]
fn a_seeds_picture_is_its_owners_alone() {
    let token = Token::new(&["--issuer", "見本信用金庫"]);
    let uri_file = token.file("uri");
    for (name, arguments) in [
        ("a.png", vec!["--uri-file", uri_file.to_str().unwrap()]),
        ("b.SVG", vec!["--uri-file", "-"]),
        ("c.svg", vec![]),
    ] {
        let out = token.folder.path().join(name);
        let all = [&["qr", "--out", out.to_str().unwrap()], &arguments[..]].concat();
        let printed = issue(&all, &token.uri).success();
        assert_eq!(printed, format!("{}\n", out.display()));
        assert_eq!(zbarimg_of_either(&out), token.uri, "{name}");
        #[cfg(unix)]
        assert_eq!(mode(&out), 0o600, "{name}");
    }
}

#[test]
fn a_pages_address_is_drawn_for_everyone() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["download.png", "download.svg"] {
        let out = folder.path().join(name);
        let printed = issue(&["qr", "--url", PAGE, "--out", out.to_str().unwrap()], "").success();
        assert_eq!(printed, format!("{}\n", out.display()));
        assert_eq!(zbarimg_of_either(&out), PAGE);
        // The umask decides about the mode that any new file gets here.
        #[cfg(unix)]
        {
            let usual = folder.path().join("usual");
            fs::write(&usual, "").unwrap();
            assert_eq!(mode(&out), mode(&usual));
        }
    }
    assert!(issue(&["qr", "--url", PAGE], "").success().contains('█'));
}

#[test]
fn a_picture_is_replaced_only_when_forced() {
    let token = Token::new(&["--issuer", "A"]);
    let out = token.folder.path().join("code.png");
    fs::write(&out, "before").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&out, fs::Permissions::from_mode(0o644)).unwrap();
    }
    let words = ["qr", "--out", out.to_str().unwrap()];
    issue(&words, &token.uri).refused("exists already; choose another name, or replace it with --force");
    assert_eq!(fs::read(&out).unwrap(), b"before");

    let forced = [&words[..], &["--force"]].concat();
    issue(&forced, &token.uri).success();
    assert_eq!(zbarimg(&out), token.uri);
    #[cfg(unix)]
    assert_eq!(mode(&out), 0o600, "the rights of the file before");
    issue(&[&forced[..], &["--url", PAGE]].concat(), "").success();
    assert_eq!(zbarimg(&out), PAGE);

    // A refusal leaves the file as it was, and makes no other.
    issue(&forced, "").refused("is empty");
    let folder = token.folder.path().join("folder.svg");
    fs::create_dir(&folder).unwrap();
    issue(&["qr", "--out", folder.to_str().unwrap(), "--force"], &token.uri).refused("cannot be written");
    assert_eq!(zbarimg(&out), PAGE);
    assert_eq!(fs::read_dir(token.folder.path()).unwrap().count(), 3, "tokens, code.png, folder.svg");
}

/// Whoever scans the README gets a seed that everybody knows (RFC 6238, Appendix B), and a name that says so.
#[test]
fn the_readmes_token_is_for_practice() {
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures/practice-qr.png");
    assert_eq!(
        zbarimg(&picture),
        "otpauth://totp/%E7%B7%B4%E7%BF%92%E7%94%A8:SKTS00000000?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
         &issuer=%E7%B7%B4%E7%BF%92%E7%94%A8&algorithm=SHA1&digits=6&period=30"
    );
}

/// A seed that was given as an argument by mistake at least does not show up in an error.
#[test]
fn refused_addresses_are_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("x.png");
    let qr = |url: &str| issue(&["qr", "--url", url, "--out", out.to_str().unwrap()], "");
    let seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let says = qr(&format!("otpauth://totp/SKTS12345678?secret={seed}")).refused("use --uri-file");
    assert!(!says.contains(seed), "the seed is printed");
    qr("http://example.invalid/").refused("begins with https://");
    qr("https://user@example.invalid/").refused("no user's name");
    qr(&format!("https://example.invalid/{}", "a".repeat(300))).refused("300 bytes at the most");
    qr("https://").refused("no name of a host");
    qr("https://example.invalid/見本").refused("address bar");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);

    let nowhere = folder.path().join("absent/x.svg");
    let folder = folder.path().join("absent");
    issue(&["qr", "--url", PAGE, "--out", nowhere.to_str().unwrap()], "")
        .refused(&format!("there is no folder {}; make it first", folder.display()));
}

#[test]
fn a_code_is_verified_with_a_window() {
    let token = Token::new(&["--issuer", "A", "--serial", "skts 1234 5678 9012", "--algorithm", "sha512"]);
    assert_eq!(token.serial, "SKTS123456789012");
    let file = token.file("uri");
    let verify = |code: &str, more: &[&str]| {
        issue(&[&["verify", "--uri-file", file.to_str().unwrap(), code], more].concat(), "")
    };
    let code = token.code("1700000010");
    assert_eq!(verify(&code, &["--at", "1700000039", "--window", "0"]).success(), "right\n");
    assert_eq!(verify(&code, &["--at", "1700000040"]).success(), "right; the token's clock is -30 s off\n");
    assert_eq!(verify(&code, &["--at", "1699999980"]).success(), "right; the token's clock is +30 s off\n");
    verify(&code, &["--at", "1700000070"]).refused("wrong in all 3 steps");
    verify("12345", &[]).refused("such a code has 6 digits");
    let piped = issue(&["verify", "--uri-file", "-", &code, "--at", "1700000010"], &token.uri);
    assert_eq!(piped.success(), "right\n");
}

#[test]
fn pictures_are_read_a_line_each() {
    let token = Token::new(&["--issuer", "見本信用金庫"]);
    let (png, blank) = (token.file("png"), token.folder.path().join("blank.png"));
    image::GrayImage::from_pixel(400, 400, image::Luma([255])).save(&blank).unwrap();
    let (png, blank) = (png.to_str().unwrap(), blank.to_str().unwrap());
    let lines = format!("{0}\n-\n{0}\n", token.uri);
    assert_eq!(issue(&["read", png, blank, png], "").success(), lines);
    assert_eq!(issue(&["read", "--frame", png, blank, png], "").success(), lines);

    let uri = token.file("uri");
    let three = issue(&["read", uri.to_str().unwrap(), png, "absent.png"], "");
    let says = three.stdout(format!("-\n{}\n-\n", token.uri)).refused("2 of the files cannot be read");
    assert!(says.starts_with("skts-issue: 2 of"), "{says}");
    Test::issue("read").ends(2);
}

/// `read` prints bytes of another encoding, and a text of several lines, on one line each.
#[test]
fn a_text_stays_on_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("qr.png");
    Test::of("qrencode").words("-s 6 -o").arg(&picture).stdin("見本\nb").ends(0);
    Test::issue("read").arg(picture).stdout("見本\\u{a}b\n").success();
}

#[test]
fn what_was_minted_is_private_and_stays() {
    let token = Token::new(&["--issuer", "A", "--serial", "SKTS12345678"]);
    #[cfg(unix)]
    for extension in ["uri", "png", "svg"] {
        assert_eq!(mode(&token.file(extension)), 0o600, "{extension}");
    }
    let out = token.folder.path().join("tokens");
    let again = ["new", "--issuer", "A", "--serial", "SKTS12345678", "--out", out.to_str().unwrap()];
    issue(&again, "").refused("exists already");
    assert_eq!(fs::read_to_string(token.file("uri")).unwrap().trim_end(), token.uri);
    assert_eq!(fs::read_dir(out).unwrap().count(), 4);
}

#[test]
fn refusals_are_one_line_and_status_1() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "otpauth://hotp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
    let file = file.to_str().unwrap();
    issue(&["new", "--issuer", "A", "--out", file], "").refused("cannot be written");
    issue(&["verify", "--uri-file", file, "123456"], "").refused("counter-based");
    issue(&["verify", "--uri-file", out, "123456"], "").refused("cannot be read");
    issue(&["qr"], "").refused("is empty");
    issue(&["qr"], &"a".repeat(2049)).refused("longer than 2048 bytes");
}

#[test]
fn wrong_usage_is_status_2() {
    Test::issue("").ends(2);
    Test::issue("mint").ends(2);
    Test::issue("new --out x").ends(2);
    Test::issue("new --issuer A --out x --serial SKTS1").ends(2);
    Test::issue("new --issuer A --out x --algorithm MD5").ends(2);
    Test::issue("new --issuer A --out x --ocra no").ends(2);
    issue(&["new", "--issuer", "", "--out", "x"], "").ends(2);
    Test::issue("verify 123456").ends(2);
    Test::issue("qr otpauth://totp/x").ends(2);
    issue(&["qr", "--url", PAGE, "--out", "x.jpg"], "").ends(2);
    issue(&["qr", "--url", PAGE, "--out", "png"], "").ends(2);
    issue(&["qr", "--url", PAGE, "--force"], "").ends(2);
    issue(&["qr", "--url", PAGE, "--uri-file", "x"], "").ends(2);
    for arguments in [vec!["--help"], vec!["new", "--help"], vec!["qr", "--help"], vec!["--version"]] {
        issue(&arguments, "").ends(0);
    }
}
