//! Words about assessments: the sheets that are scored, and the assessments side by side.

use super::texts;

texts! {
    /// Wordings about assessments.
    AssessmentText {
        SideBySide "Izvērtējumi līdzās" "Assessments side by side",
        OnlyMoved "tikai mainītais" "only what moved",
        Profile "Profils: vidējais vērtējums; zemāks ir labāks" "Profile: mean scores; lower is better",
        Change "izmaiņa" "change",
        Better "labāk" "better",
        Worse "sliktāk" "worse",
        Mean "vidēji" "mean",
        BetterWorse "{} labāk, {} sliktāk" "{} better, {} worse",
        NotScored "nav vērtēts" "not scored",
        Completed "pabeigts" "completed",
        NotCompleted "nav pabeigts" "not completed",
        Corrected "labots" "corrected",
        CorrectionShort "labojums" "correction",
        AssessmentSheet "Izvērtējuma lapa" "Assessment sheet",
        WhoScores "Kas vērtē?" "Who scores?",
        TeamSheet "komanda kopā" "the team together",
        LeadsTeam "vada komandu" "leads the team",
        ScoredOf "{} no {}" "{} of {}",
        LackingFor "Pirms pabeigšanas vēl jāpapildina: {}" "Lacking before it can be completed: {}",
        LacksScore "nav vērtējuma" "no score",
        LacksExplanation "komandas locekļi vērtē 2 vai vairāk atšķirīgi: jāpaskaidro novērojumā"
            "members differ by 2 or more: an observation must say why",
        GoalsNow "Mērķi: 1 = −2 … 3 = 0 sasniegts … 5 = +2" "Goals: 1 = −2 … 3 = 0 reached … 5 = +2",
        WasScored "bija {}" "was {}",
        TheirScore "kolēģis: {}" "colleague: {}",
        Before "iepriekš" "before",
        Explain "jāpaskaidro" "explain",
        Now "tagad" "now",
        Was "bija" "was",
        SheetEnd "Novērtēts: {} no {}." "Scored: {} of {}.",
        NoInstrument "Vērtēšanas instrumentā nav šādu jomu." "The instrument has no such items.",
        AllScored "Te lapa beidzas: nav ko vērtēt." "The sheet ends here: there is nothing to score.",
        NotOnScale "{} nav skalā: {}" "{} is not on the scale: {}",
        NotOnGoalScale "{} nav mērķu skalā: 1 = −2, 2 = −1, 3 = 0, 4 = +1, 5 = +2"
            "{} is not on the goals' scale: 1 = −2, 2 = −1, 3 = 0, 4 = +1, 5 = +2",
        NotAScore "{}: vērtē ar cipariem" "{}: scores are digits",
        NoScoreBefore "Iepriekš tas nav vērtēts." "It was not scored before.",
        ObservationAlone "Novērojums bez vērtējuma nepaliek: ierakstiet arī ciparu." "An observation does not stay without a score: type a digit too.",
        CompleteAssessment "Pabeigt izvērtējumu?" "Complete the assessment?",
        CompletedIsLocked "Pēc tam to maina tikai ar labojumu, kam vajag iemeslu." "After that only a correction with a reason changes it.",
        SheetClash "Tikmēr {} novērtēja to pašu citādi. Salīdziniet un saglabājiet vēlreiz." "Meanwhile {} scored the same otherwise. Compare, and save again.",
    }
}
