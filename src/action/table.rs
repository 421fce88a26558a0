//! The table itself: one line an action.

use super::Context::{self, *};
use crate::i18n::Lang;

macro_rules! actions {
    ($($action:ident $name:literal [$($context:ident),+] $latvian:literal $english:literal,)*) => {
        /// Something a key can do. The order is that of help and hints: what is used most comes first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $(#[allow(missing_docs)] $action,)* }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$action,)*];

            /// Its name in keymap files and in the command palette.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$action => $name,)* }
            }

            /// The action of that name.
            pub fn by_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$action),)* _ => None }
            }

            /// Where it can be bound.
            pub const fn contexts(self) -> &'static [Context] {
                match self { $(Self::$action => &[$($context),+],)* }
            }

            /// What it does, in a word or three: hints, help, palette.
            pub const fn text(self, lang: Lang) -> &'static str {
                match self { $(Self::$action => lang.pick($latvian, $english),)* }
            }
        }
    };
}

actions! {
    // Daily work, from any pane.
    Attendance "attendance" [Panes] "apmeklējumi" "attendance",
    Edit "edit" [List, Scoring] "labot" "edit",
    Open "open" [List] "atvērt" "open",
    Close "close" [List] "slēgt" "close",
    Filter "filter" [List] "meklēt" "search",
    NewSession "new_session" [Panes] "jauna nodarbība" "new session",
    QuickAdd "quick_add" [Panes] "ieplānot nodarbības" "book sessions",
    NewNote "new_note" [Panes, Page] "jauna piezīme" "new note",
    LogCall "log_call" [Panes, Page, Attendance, Scoring, Form] "pierakstīt zvanu" "log a call",
    LogVisit "log_visit" [Panes, Page] "pierakstīt mājas vizīti" "log a home visit",
    LogEmail "log_email" [Panes, Page] "pierakstīt e-pastu" "log an e-mail",
    LogMeeting "log_meeting" [Panes, Page] "pierakstīt tikšanos" "log a meeting",
    NewFamily "new_family" [Panes] "jauna ģimene" "new family",
    NewPerson "new_person" [Panes, Page] "jauna persona" "new person",
    NewChild "new_child" [Panes, Page] "jauns bērns" "new child",
    NewAssessment "new_assessment" [Panes, Page] "jauns izvērtējums" "new assessment",
    NewGoal "new_goal" [Panes, Page] "jauns mērķis" "new goal",
    NewPlanVersion "new_plan_version" [Panes] "jauna plāna versija" "new plan version",
    NewDecision "new_decision" [Panes, Page] "jauns lēmums" "new decision",
    NewPlanLine "new_plan_line" [Panes] "jauna plāna rinda" "new plan line",
    NewProvider "new_provider" [Panes, Page] "jauns sniedzējs" "new provider",
    NewPrice "new_price" [Panes, Page] "jauna cena" "new price",
    NewService "new_service" [Panes, Page] "jauns pakalpojums" "new service",
    NewProgramme "new_programme" [Panes, Page] "jauna programma" "new programme",
    NewMeeting "new_meeting" [Panes, Page] "jauna tikšanās" "new meeting",
    NewSuggestion "new_suggestion" [Panes, Page] "jauns ieteikums" "new suggestion",
    NewAbsence "new_absence" [Panes, Page] "prombūtne, pārtraukums" "absence, suspension",
    NewInvoice "new_invoice" [Panes, Page] "jauns rēķins" "new invoice",
    UpliftPrices "uplift_prices" [Panes, Page] "mainīt cenas" "change prices",
    ExtendProgramme "extend_programme" [Panes, Page] "pagarināt programmu" "extend programme",
    Reallocate "reallocate" [Panes, Page] "pārdale" "reallocation",
    NewUser "new_user" [Panes, Page] "jauns lietotājs" "new user",

    // On what the cursor stands.
    MergePersons "merge_persons" [Page] "apvienot personas" "merge persons",
    ArrangeFamilies "arrange_families" [Families, Page] "kārtot un atlasīt" "sort and select",
    AcceptInvoice "accept_invoice" [Page] "pieņemt rēķinu" "accept invoice",
    PayInvoice "pay_invoice" [Page] "apmaksāt rēķinu" "pay invoice",
    Move "move" [Calendar, Attendance] "pārcelt" "move",
    CopyToSiblings "copy_to_siblings" [Plan, Page] "kopēt brāļiem, māsām" "copy to siblings",
    CalendarLayout "calendar_layout" [Calendar, Attendance] "skats" "view",
    CalendarWhose "calendar_whose" [Calendar, Attendance] "kuru rādīt" "whose",
    EditSeries "edit_series" [Calendar] "labot sēriju" "edit series",
    AdvancePlan "advance_plan" [Plan, Page] "iesniegt, apstiprināt" "submit, approve",
    ReturnPlan "return_plan" [Plan, Page] "noraidīt, atsaukt" "refuse, take back",
    ClearFilter "clear_filter" [List] "noņemt atlasi" "clear filter",
    Undo "undo" [List] "atsaukt" "undo",
    Help "help" [List, Attendance, Question, Form, Scoring, Line] "palīgs" "help",

    // Panes.
    PaneFamilies "pane_families" [Panes] "ģimenes" "families",
    PanePlan "pane_plan" [Panes] "plāns" "plan",
    PaneBudget "pane_budget" [Panes] "budžets" "budget",
    PaneCalendar "pane_calendar" [Panes] "kalendārs" "calendar",
    NextPane "next_pane" [Panes] "nākamā rūts" "next pane",
    PreviousPane "previous_pane" [Panes] "iepriekšējā rūts" "previous pane",
    Zoom "zoom" [Panes] "palielināt" "zoom",
    NextWeek "next_week" [Calendar] "nākamā nedēļa" "next week",
    PreviousWeek "previous_week" [Calendar] "iepriekšējā nedēļa" "previous week",
    GoToDate "go_to_date" [Calendar] "uz datumu" "go to date",
    ChartSteps "chart_steps" [Budget] "nedēļas vai mēneši" "weeks or months",
    ChartTable "chart_table" [Budget] "tabula vai grafiks" "table or chart",
    ChartCloser "chart_closer" [Budget] "tuvāk" "closer",
    ChartWider "chart_wider" [Budget] "tālāk" "wider",
    ChartSymbols "chart_symbols" [Budget] "punkti vai bloki" "dots or blocks",

    // Pages.
    CaseFile "case_file" [Panes, Page] "klienta lieta" "client file",
    Assessments "assessments" [Panes, Page] "izvērtējumi līdzās" "assessments side by side",
    AllChildren "all_children" [Panes, Page] "visi bērni" "all children",
    WorkQueue "work_queue" [Panes, Page] "darbi" "work queue",
    Rules "rules" [Panes, Page] "noteikumi bērnam" "rules for the child",
    Joins "joins" [Panes, Page] "robi plānā" "gaps in the plan",
    Versions "versions" [Panes, Page] "plāna versijas" "plan versions",
    Decisions "decisions" [Panes, Page] "lēmumi" "decisions",
    Invoices "invoices" [Panes, Page] "rēķini" "invoices",
    Meetings "meetings" [Panes, Page] "tikšanās" "meetings",
    Providers "providers" [Panes, Page] "sniedzēji un cenas" "providers and prices",
    Catalogue "catalogue" [Panes, Page] "pakalpojumu katalogs" "service catalogue",
    Programmes "programmes" [Panes, Page] "programmas" "programmes",
    Users "users" [Panes, Page] "lietotāji" "users",
    OwnSettings "own_settings" [Panes, Page] "mani iestatījumi" "my settings",
    Journal "journal" [Panes, Page] "žurnāls" "journal",
    Looks "looks" [Panes, Page] "kas skatījies" "who looked",
    OpenRestricted "open_restricted" [Panes, Page] "atvērt ierobežotu lietu" "open a restricted case",
    Drafts "drafts" [Panes, Page] "melnraksti" "drafts",
    PrintSheet "print_sheet" [Panes] "lapa drukai" "sheet to print",
    Explain "explain" [Panes, Page, Form, Question] "no kā sastāv" "explain figures",

    // Moving.
    Down "down" [List, Attendance, Line, Form, Scoring] "lejup" "down",
    Up "up" [List, Attendance, Line, Form, Scoring] "augšup" "up",
    Left "left" [List, Attendance] "pa kreisi" "left",
    Right "right" [List, Attendance] "pa labi" "right",
    PageDown "page_down" [List, Attendance, Form, Scoring] "lapu lejup" "page down",
    PageUp "page_up" [List, Attendance, Form, Scoring] "lapu augšup" "page up",
    Top "top" [List, Attendance, Scoring] "uz sākumu" "to the top",
    Bottom "bottom" [List, Attendance, Scoring] "uz beigām" "to the end",

    // Attendance: a code where it differs from present.
    MarkPresent "mark_present" [Attendance] "apmeklēts" "attended",
    MarkExcused "mark_excused" [Attendance] "attaisnoti kavēts" "excused",
    MarkNoShow "mark_no_show" [Attendance] "neierašanās" "no-show",
    MarkByProvider "mark_by_provider" [Attendance] "atcēla sniedzējs" "cancelled by provider",
    MarkOpen "mark_open" [Attendance] "vēl neatzīmēt" "leave open",
    MarkTime "mark_time" [Attendance] "faktiskais laiks" "actual time",
    MarkText "mark_text" [Attendance] "piebilde" "remark",
    PreviousDay "previous_day" [Attendance] "iepriekšējā diena" "previous day",
    NextDay "next_day" [Attendance] "nākamā diena" "next day",
    Accept "accept" [Attendance, Question, Line, Scoring] "pieņemt" "accept",
    Today "today" [Calendar, Attendance] "šodien" "today",

    // Assessments: a digit scores an item.
    Observe "observe" [Scoring] "novērojums" "observation",
    SameScore "same_score" [Scoring] "kā iepriekš" "as last time",
    SkipItem "skip_item" [Scoring] "izlaist" "skip",
    CompleteAssessment "complete_assessment" [Scoring] "pabeigt" "complete",
    CorrectAssessment "correct_assessment" [Scoring, Page] "labot pabeigtu izvērtējumu" "correct a completed assessment",
    ClearScore "clear_score" [Scoring] "noņemt vērtējumu" "take the score back",
    OnlyMoved "only_moved" [Page] "tikai mainītais" "only what moved",

    // How far a change of a session of a series reaches.
    ReachThis "reach_this" [Question] "tikai šo" "only this one",
    ReachLater "reach_later" [Question] "šo un turpmākās" "this and later ones",
    ReachAll "reach_all" [Question] "visas turpmākās sērijā" "all still to come",

    // Forms and lines.
    BreakLine "break_line" [Form] "jauna rinda" "new line",
    NextField "next_field" [Form] "nākamais lauks" "next field",
    PreviousField "previous_field" [Form] "iepriekšējais lauks" "previous field",
    Confirm "confirm" [Form] "tālāk, beigās saglabāt" "next, at the end save",
    Save "save" [Form] "saglabāt" "save",
    Duplicate "duplicate" [Attendance, Form] "kā iepriekš" "same as before",
    UndoTyping "undo_typing" [Form, Line] "atsaukt rakstīto" "undo typing",
    RedoTyping "redo_typing" [Form, Line] "atcelt atsaukšanu" "redo typing",
    ClearField "clear_field" [Form, Line] "notīrīt lauku" "clear field",
    CursorLeft "cursor_left" [Form, Line] "kursors pa kreisi" "cursor left",
    CursorRight "cursor_right" [Form, Line] "kursors pa labi" "cursor right",
    CursorStart "cursor_start" [Form, Line] "uz lauka sākumu" "start of field",
    CursorEnd "cursor_end" [Form, Line] "uz lauka beigām" "end of field",
    DeleteBack "delete_back" [Form, Line] "dzēst pirms" "delete before",
    DeleteForward "delete_forward" [Form, Line] "dzēst aiz" "delete after",
    DeleteWord "delete_word" [Form, Line] "dzēst vārdu" "delete word",

    // Leaving.
    Palette "palette" [List, Attendance, Scoring] "komandas" "commands",
    Back "back" [Page, List, Attendance, Form, Line, Question, Scoring] "atpakaļ" "back",
    Redraw "redraw" [Everywhere] "pārzīmēt" "redraw",
    Quit "quit" [Panes, Page] "iziet" "quit",
}
