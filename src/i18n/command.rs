//! The wordings of the command line.

use super::texts;

texts! {
    /// Wordings of subcommands, options and their results.
    CommandText {
        RejectReason "Kļūda" "What is wrong",
    }
}
