//! Why a key container is refused. No variant carries a part of the file.

/// Why a key container (RFC 6030) is refused. Safe to print: elements are named by their number in the file, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PskcError {
    /// More than 256 KiB, which no ten keys need.
    #[error("the PSKC file is larger than 256 KiB")]
    TooLarge,
    #[error("the PSKC file is not well-formed XML")]
    NotXml,
    /// Entities of a file's own can grow without end, and name files of this device.
    #[error("the PSKC file has a document type, a processing instruction or an entity of its own")]
    Declaration,
    /// Elements, or attributes of one element, or levels of elements.
    #[error("the PSKC file has too many elements, levels or attributes")]
    TooMany,
    /// Another format, or another version of this one: drafts of the RFC had other names for the same things.
    #[error("the PSKC file is not of version 1.0")]
    Version,
    #[error("element {position} of the PSKC file is not supported")]
    UnknownElement { position: u32 },
    #[error("element {position} of the PSKC file has an attribute that is not supported")]
    UnknownAttribute { position: u32 },
    #[error("element {position} of the PSKC file has text beside its elements")]
    UnknownText { position: u32 },
    #[error("element {position} of the PSKC file is there twice")]
    SecondElement { position: u32 },
    #[error("the PSKC file has no {0}")]
    Missing(&'static str),
    /// The name is the format's own, never the file's.
    #[error("the PSKC file's {0} cannot be read")]
    Malformed(&'static str),
    #[error("the PSKC file has no key")]
    NoKeys,
    #[error("the PSKC file has more than 10 keys")]
    TooManyKeys,
    #[error("the PSKC file has two keys for one serial number")]
    SerialTwice,
    /// Whoever adds a key to a sealed file needs no passphrase for it.
    #[error("some keys of the PSKC file are sealed and some are not")]
    PlainBesideSealed,
    #[error("a value of the PSKC file is sealed, and the file does not say how")]
    NoLock,
    /// Neither aes128-cbc nor aes256-cbc.
    #[error(
        "the PSKC file is encrypted with an algorithm that is not supported; aes128-cbc and aes256-cbc are"
    )]
    Cipher,
    /// Neither hmac-sha1 nor hmac-sha256.
    #[error("the PSKC file's MAC or key derivation is not supported; hmac-sha1 and hmac-sha256 are")]
    Hash,
    /// Without a MAC a changed ciphertext would be a changed seed.
    #[error("a sealed value of the PSKC file has no MAC")]
    NoMac,
    /// Neither PBKDF2 nor a key that both sides know by its name.
    #[error(
        "the PSKC file's key is of a kind that is not supported; a passphrase (PBKDF2) or a shared key is"
    )]
    KeyKind,
    #[error("the PSKC file's PBKDF2 salt has fewer than 8 or more than 64 bytes")]
    Salt,
    #[error("the PSKC file asks for {rounds} rounds of PBKDF2; 1000 to 5000000 are accepted")]
    Rounds { rounds: u64 },
    #[error("the PSKC file's derived key has neither 16 nor 32 bytes")]
    KeyLength,
    /// RFC 6030 §5: whoever does not understand a policy must not use the key.
    #[error("a key of the PSKC file may not be used so (its policy, validity or binding to a device)")]
    Policy,
    /// A value other than what the banks' tokens have, such as another beginning of time.
    #[error("the PSKC file's {0} is not supported")]
    Unsupported(&'static str),
    /// The passphrase or the key is wrong, or somebody changed the file: which of them is not told.
    #[error("the PSKC file does not open: the passphrase or the key is wrong, or the file is damaged")]
    Unopened,
    /// A passphrase was given where a key is needed, or the other way round.
    #[error("the PSKC file is locked with {0}")]
    OtherSecret(super::Asks),
    #[error("the passphrase is empty or longer than 1024 bytes")]
    Passphrase,
    #[error("the key is not 32 or 64 hexadecimal digits")]
    KeyText,
}
