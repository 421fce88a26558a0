//! Words about files of assessment instruments.

use super::{Lang, texts};
use crate::domain::{Component, Definition, Item, Level};

impl Item {
    /// Its name in the language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.choose(&self.latvian, &self.english)
    }
}

impl Component {
    /// Its name in the language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.choose(&self.latvian, &self.english)
    }
}

impl Level {
    /// Its name in the language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.choose(&self.latvian, &self.english)
    }
}

impl Definition {
    /// What is then seen, in the language.
    pub fn text(&self, lang: Lang) -> &str {
        lang.choose(&self.latvian, &self.english)
    }
}

texts! {
    /// What is said about an instrument's file.
    InstrumentText {
        Good "{}: viss kārtībā, {}." "{}: all is well, {}.",
        Adopted "Spēkā no {}: {}." "In use from {}: {}.",
        AlreadyAdopted "Tas pats instruments jau ir spēkā no {}." "The same instrument is in use from {} already.",
        Summary "{} bērna un {} vecāku vērtējamie, skala {}" "{} items about the child and {} about the parents, scale {}",
        DumpHead "Vērtēšanas instruments. Pārbauda ar: atbalsts instrument check FAILS" "Assessment instrument. To check it: atbalsts instrument check FILE",
    }
}
