//! Files that people write by hand: where in them a fault is, which name was meant, and what is wrong in words.

use super::texts;

/// Line, and column in characters, both from 1, of a byte of the text.
pub fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.trim_start_matches('\u{feff}').chars().count() + 1)
}

/// The known name that was probably meant: at most a third of its letters differ.
pub fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let far = |other: &str| strsim::osa_distance(&name.to_lowercase(), other);
    let (distance, nearest) = known.map(|other| (far(other), other)).min()?;
    (distance * 3 <= nearest.chars().count()).then_some(nearest)
}

texts! {
    /// What can be wrong in a file that people write by hand.
    HandwrittenText {
        Syntax "Pieraksts neatbilst TOML; jābūt, piemēram: code = \"d4\"." "This is not TOML; there should be, for instance: code = \"d4\".",
        UnknownKey "Tāda nosaukuma šeit nav: „{}”." "There is no such name here: “{}”.",
        Meant " Vai domāts „{}”?" " Did you mean “{}”?",
        Missing "Trūkst: {}." "Missing: {}.",
        Empty "Teksts ir tukšs." "The text is empty.",
        TooLong "Teksts ir par garu; ne vairāk kā {} rakstzīmes." "The text is too long; at most {} characters.",
        NotText "Šeit jābūt tekstam pēdiņās." "A text in quotes belongs here.",
        NotNumber "Šeit jābūt skaitlim, piemēram, 10 vai 7.5." "A number belongs here, such as 10 or 7.5.",
        NotCount "Šeit jābūt veselam skaitlim no 0 līdz {}." "A whole number from 0 to {} belongs here.",
        NotDigit "Šeit jābūt ciparam no 0 līdz 9: vērtējumu ievada ar vienu taustiņu." "A digit from 0 to 9 belongs here: a score is typed with one key.",
        Negative "Skaitlis nevar būt mazāks par nulli." "The number cannot be below zero.",
        TooMuch "Nevar būt vairāk par {}." "It cannot be more than {}.",
        NotYesNo "Šeit jābūt true vai false." "Here belongs true or false.",
        NotDate "Šeit jābūt datumam, piemēram, 2019-01-31." "A date belongs here, such as 2019-01-31.",
        NotSections "Šeit jābūt sadaļām, piemēram: [[{}]]." "Sections belong here, as: [[{}]].",
        NotList "Šeit jābūt sarakstam, piemēram, [\"FIZ\", \"LOG\"]." "A list belongs here, such as [\"FIZ\", \"LOG\"].",
        EmptyList "Saraksts ir tukšs." "The list is empty.",
        NotWords "Šeit jābūt tekstam abās valodās, piemēram: {}.lv = \"…\" un {}.en = \"…\"." "Words in both languages belong here, as: {}.lv = \"…\" and {}.en = \"…\".",
        UnknownChoice "„{}” šeit nevar būt; iespējami: {}." "“{}” cannot stand here; possible: {}.",
        BadCode "Kodā „{}” drīkst būt tikai burti, cipari un punkti; ne vairāk kā {}." "The code “{}” may only have letters, digits and points; at most {}.",
        DuplicateCode "Kods „{}” jau ir {}. rindā." "The code “{}” is in line {} already.",
        DuplicateLevel "Vērtējums {} jau ir {}. rindā." "The score {} is in line {} already.",
        NoComponent "Kods „{}” nesākas ne ar vienas sastāvdaļas kodu." "The code “{}” begins with that of no component.",
        EmptyComponent "Sastāvdaļai „{}” nav neviena vērtējamā." "The component “{}” has no item.",
        NotOnScale "Skalā nav vērtējuma {}." "The scale has no score {}.",
        NoMeasure "Skalā nav neviena vērtējuma, kas kaut ko mēra." "The scale has no score that measures anything.",
        NotWorkingDay "Šī diena ir brīva tāpat." "This day is free anyway.",
        IsWorkingDay "Šajā dienā strādā tāpat." "This day is worked anyway.",
        EndsBeforeStart "Beigas ir pirms sākuma." "It ends before it begins.",
        TooFewServices "Vajag vismaz divus pakalpojumus: services = [\"PAV\", \"GAS\"]." "At least two services are needed: services = [\"PAV\", \"GAS\"].",
        LimitsNothing "Noteikums neko neierobežo; vajag vismaz vienu no: {}." "The rule limits nothing; it needs at least one of: {}.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_people_count() {
        let check =
            |text: &str, at: usize, expect: (usize, usize)| assert_eq!(place(text, at), expect, "{text:?} {at}");
        check("abc", 0, (1, 1));
        check("ā = 1", 3, (1, 3));
        check("a\nb", 2, (2, 1));
        check("\u{feff}name", 3, (1, 1));
        check("ab", 99, (1, 3));
    }

    #[test]
    fn a_name_is_near_when_a_third_of_its_letters_differ_at_most() {
        let check = |name: &str, expect: Option<&'static str>| {
            assert_eq!(nearest(name, ["level", "component", "item"].into_iter()), expect, "{name}");
        };
        check("levle", Some("level"));
        check("Components", Some("component"));
        check("x", None);
    }
}
