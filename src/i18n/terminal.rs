//! Words about the terminal.

use super::texts;

texts! {
    /// Wordings about the terminal.
    TerminalText {
        ForeignLocale "Lokāle {} nav UTF-8, tāpēc latviešu burti var nebūt redzami. Iestatiet, piemēram, LANG=lv_LV.UTF-8." "The locale {} is not UTF-8, so Latvian letters may not show. Set, for example, LANG=lv_LV.UTF-8.",
        NotATerminal "Šeit nav termināļa: ievade vai izvade ir novirzīta. Atveriet atbalsts terminālī vai lietojiet apakškomandas." "There is no terminal here: input or output is redirected. Open atbalsts in a terminal, or use its subcommands.",
        Dumb "Šis terminālis (TERM=dumb) nevar parādīt saskarni. Lietojiet PuTTY, Windows Terminal, xterm vai līdzīgu, vai apakškomandas."
            "This terminal (TERM=dumb) cannot show the interface. Use PuTTY, Windows Terminal, xterm or the like, or the subcommands.",
        RawMode "Termināli nevar sagatavot: {}." "The terminal cannot be prepared: {}.",
    }
}
