//! The wordings of the screens.

use super::texts;

texts! {
    /// Wordings of panes, pages and messages. Labels of fields are in `field`, of choices in `choice`.
    Text {
        Families "Ģimenes" "Families",
    }
}
