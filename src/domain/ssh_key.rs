//! The public key by which an SSH server knows a user: its form, not its strength.

/// Types of keys that OpenSSH takes today.
const TYPES: [&str; 7] = [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];
/// No key is shorter, bytes: a type and 32 bytes of key.
const SHORTEST: usize = 40;
/// No key is longer, bytes: RSA of 16,384 bits.
const LONGEST: usize = 4096;
/// No more letters of a comment are kept.
const LONGEST_COMMENT: usize = 60;

/// A public key as it stands in a line of `authorized_keys`, without options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    kind: &'static str,
    body: String,
    comment: String,
}

impl PublicKey {
    /// From a line of a `.pub` file: type, base64, comment. None if it is anything else, options before the key and
    /// private keys included. Of the comment remain letters that no file and no terminal obeys.
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let kind = words.next()?;
        let kind = TYPES.into_iter().find(|known| *known == kind)?;
        let body = words.next()?;
        let bytes = decoded(body)?;
        // The key begins with its own type: a length and the letters.
        let (length, rest) = bytes.split_first_chunk()?;
        let named = rest.get(..u32::from_be_bytes(*length) as usize)?;
        if named != kind.as_bytes() || !(SHORTEST..=LONGEST).contains(&bytes.len()) {
            return None;
        }
        let harmless = |letter: &char| letter.is_alphanumeric() || ". _-@+:".contains(*letter);
        let comment: String = words.collect::<Vec<_>>().join(" ");
        let comment: String = comment.chars().filter(harmless).take(LONGEST_COMMENT).collect();
        Some(Self { kind, body: body.to_owned(), comment: comment.trim().to_owned() })
    }

    /// The key itself, base64: what no two users share.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Type, base64 and comment, as `.pub` files have them.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.kind, self.body, self.comment).trim_end().to_owned()
    }

    /// Type, the last letters of the key and the comment: for people to tell keys apart.
    pub fn short(&self) -> String {
        let end = self.body.trim_end_matches('=');
        let end = &end[end.len().saturating_sub(8)..];
        format!("{} …{end} {}", self.kind, self.comment).trim_end().to_owned()
    }
}

/// The bytes behind canonical base64; none if it is not that.
fn decoded(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - digits.len() > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for letter in digits.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        bits = bits << 6 | value as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    (bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
    const ECDSA: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=";

    #[test]
    fn a_key_is_type_base64_and_comment() {
        let check = |line: &str, expect: &str| assert_eq!(PublicKey::parse(line).unwrap().line(), expect);
        check(ED25519, ED25519);
        check(&format!("  {ED25519}   anna@dators 7 \r\n"), &format!("{ED25519} anna@dators 7"));
        check(ECDSA, ECDSA);
        check(&format!("{ED25519} \"ļauna\",command=\"sh\"\u{1b}[2J"), &format!("{ED25519} ļaunacommandsh2J"));
        assert_eq!(PublicKey::parse(&format!("{ED25519} anna")).unwrap().short(), "ssh-ed25519 …h2l9GKJl anna");
    }

    #[test]
    fn what_is_no_public_key_is_refused() {
        let check = |line: &str| assert_eq!(PublicKey::parse(line), None, "{line}");
        check("");
        check("ssh-ed25519");
        check(&format!("command=\"sh\" {ED25519}"));
        check(&format!("no-pty {ED25519}"));
        check(&format!("# {ED25519}"));
        check("-----BEGIN OPENSSH PRIVATE KEY-----");
        // Another type inside than outside, a letter missing, a letter too many, bits beyond the end, a type of old.
        check(&ED25519.replacen("ssh-ed25519", "ssh-rsa", 1));
        check(&ED25519[..ED25519.len() - 1]);
        check(&format!("{ED25519}A"));
        check(&ECDSA.replace("kg=", "kh="));
        check("ssh-dss AAAAB3NzaC1kc3MAAACBAKZ0");
        check("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnk");
    }
}
