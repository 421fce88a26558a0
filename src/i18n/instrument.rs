//! Words about files of assessment instruments.

use super::{Lang, texts};
use crate::domain::{Component, Definition, Item, Level};

/// One of two stored wordings.
fn one_of<'a>(latvian: &'a str, english: &'a str, lang: Lang) -> &'a str {
    match lang {
        Lang::Latvian => latvian,
        Lang::English => english,
    }
}

impl Item {
    /// Its name in the language.
    pub fn name(&self, lang: Lang) -> &str {
        one_of(&self.latvian, &self.english, lang)
    }
}

impl Component {
    /// Its name in the language.
    pub fn name(&self, lang: Lang) -> &str {
        one_of(&self.latvian, &self.english, lang)
    }
}

impl Level {
    /// Its name in the language.
    pub fn name(&self, lang: Lang) -> &str {
        one_of(&self.latvian, &self.english, lang)
    }
}

impl Definition {
    /// What is then seen, in the language.
    pub fn text(&self, lang: Lang) -> &str {
        one_of(&self.latvian, &self.english, lang)
    }
}

texts! {
    /// What can be wrong in an instrument's file, and what is said about a good one.
    InstrumentText {
        Syntax "Pieraksts neatbilst TOML; jābūt, piemēram: code = \"d4\"." "This is not TOML; there should be, for instance: code = \"d4\".",
        UnknownKey "Tāda nosaukuma šeit nav: „{}”." "There is no such name here: “{}”.",
        Meant " Vai domāts „{}”?" " Did you mean “{}”?",
        Missing "Trūkst: {}." "Missing: {}.",
        Empty "Teksts ir tukšs." "The text is empty.",
        TooLong "Teksts ir par garu; ne vairāk kā {} rakstzīmes." "The text is too long; at most {} characters.",
        NotText "Šeit jābūt tekstam pēdiņās." "A text in quotes belongs here.",
        NotDigit "Šeit jābūt ciparam no 0 līdz 9: vērtējumu ievada ar vienu taustiņu." "A digit from 0 to 9 belongs here: a score is typed with one key.",
        NotYesNo "Šeit jābūt true vai false." "Here belongs true or false.",
        NotSections "Šeit jābūt sadaļām, piemēram: [[{}]]." "Sections belong here, as: [[{}]].",
        NotWords "Šeit jābūt tekstam abās valodās, piemēram: {}.lv = \"…\" un {}.en = \"…\"." "Words in both languages belong here, as: {}.lv = \"…\" and {}.en = \"…\".",
        BadCode "Kodā „{}” drīkst būt tikai burti, cipari un punkti; ne vairāk kā {}." "The code “{}” may only have letters, digits and points; at most {}.",
        DuplicateCode "Kods „{}” jau ir {}. rindā." "The code “{}” is in line {} already.",
        DuplicateLevel "Vērtējums {} jau ir {}. rindā." "The score {} is in line {} already.",
        NoComponent "Kods „{}” nesākas ne ar vienas sastāvdaļas kodu." "The code “{}” begins with that of no component.",
        EmptyComponent "Sastāvdaļai „{}” nav neviena vērtējamā." "The component “{}” has no item.",
        NotOnScale "Skalā nav vērtējuma {}." "The scale has no score {}.",
        UnknownSubject "Jābūt child (bērns) vai parents (vecāki), nevis „{}”." "It must be child or parents, not “{}”.",
        NoMeasure "Skalā nav neviena vērtējuma, kas kaut ko mēra." "The scale has no score that measures anything.",

        Good "{}: viss kārtībā, {}." "{}: all is well, {}.",
        Adopted "Spēkā no {}: {}." "In use from {}: {}.",
        AlreadyAdopted "Tas pats instruments jau ir spēkā no {}." "The same instrument is in use from {} already.",
        Summary "{} bērna un {} vecāku vērtējamie, skala {}" "{} items about the child and {} about the parents, scale {}",
        DumpHead "Vērtēšanas instruments. Pārbauda ar: atbalsts instrument check FAILS" "Assessment instrument. To check it: atbalsts instrument check FILE",
    }
}
