//! Words about keys and keymap files.

use super::texts;

texts! {
    /// Wordings about keys and keymap files.
    KeymapText {
        // Keys whose engraving is a picture.
        Space "Atstarpe" "Space",
        Up "Augšup" "Up",
        Down "Lejup" "Down",
        Left "Pa kreisi" "Left",
        Right "Pa labi" "Right",

        // Faults of files.
        Syntax "Pieraksts neatbilst TOML; jābūt, piemēram: edit = [\"e\"]." "This is not TOML; there should be, for instance: edit = [\"e\"].",
        UnknownHeading "Sadaļas „{}” nav." "There is no section “{}”.",
        UnknownBase "Iebūvētas taustiņu kartes „{}” nav." "There is no built-in keymap “{}”.",
        UnknownAction "Darbības „{}” nav." "There is no action “{}”.",
        Meant " Vai domāts „{}”?" " Did you mean “{}”?",
        WrongContext "Darbība „{}” nav šajā sadaļā; tā ir: {}." "The action “{}” does not belong here, but in: {}.",
        NotText "Šeit jābūt tekstam pēdiņās." "A text in quotes belongs here.",
        NotTable "Šeit jābūt sadaļai ar darbībām." "A section of actions belongs here.",
        NotList "Šeit jābūt taustiņu sarakstam, piemēram, [\"a\", \"g d\"]." "A list of keys belongs here, such as [\"a\", \"g d\"].",
        NoKeys "Taustiņš nav norādīts; lai darbībai taustiņa nebūtu, rakstiet []." "No key is named; write [] for an action without keys.",
        Unreadable "Taustiņa „{}” nav." "There is no key “{}”.",
        SameAs "Terminālī „{}” ir tas pats, kas {}; izvēlieties citu taustiņu." "In a terminal “{}” is the same as {}; choose another key.",
        Alt "Terminālī „{}” ir tas pats, kas Esc un pēc tam taustiņš; izvēlieties citu." "In a terminal “{}” is the same as Esc and then the key; choose another.",
        Unsendable "Ne katrs terminālis prot nosūtīt „{}”; izvēlieties citu taustiņu." "Not every terminal can send “{}”; choose another key.",
        TextKey "„{}” šeit ir teksts ({}): izvēlieties taustiņu ar Ctrl vai funkciju taustiņu." "“{}” is text here ({}): choose a key with Ctrl or a function key.",
        Taken "„{}” šajā sadaļā jau nozīmē „{}”." "“{}” already means “{}” in this section.",
        Hidden "„{}” nav sasniedzams: iepriekš nostrādā „{}”." "“{}” cannot be reached: “{}” acts before it.",
        Begins "„{}” nevar lietot: ar to sākas „{}”." "“{}” cannot be used: “{}” begins with it.",

        // Findings of `keymap check`.
        Overlaid "„{}” ({}, [{}]) aizsedz sadaļa [{}]." "“{}” ({}, [{}]) is hidden by the section [{}].",
        Unreachable "Darbība „{}” sadaļā [{}] nav sasniedzama." "The action “{}” of [{}] cannot be reached.",
        OnlyPalette "Darbībai „{}” sadaļā [{}] nav taustiņa; to var atrast komandās." "The action “{}” of [{}] has no key; the commands have it.",
        NoKey "Darbībai „{}” sadaļā [{}] nav taustiņa, un citādi to nevar izvēlēties." "The action “{}” of [{}] has no key, and there is no other way to it.",

        // Files that we write.
        DumpHead "Taustiņi pa vietām, kur tos spiež. [] nozīmē: bez taustiņa." "Keys by the place where they are pressed. [] means: no key.",
    }
}
