//! What operations are called: the journal's, the undo line's and the timeline's sentences.

use super::{
    Lang,
    choice::{Worded, worded},
};
use crate::domain::Deed;

worded! {
    Deed {
        AddProgramme "Pievienota programma" "Programme added",
        EditProgramme "Labota programma" "Programme edited",
        AddFamily "Pievienota ģimene" "Family added",
        EditFamily "Laboti ģimenes dati" "Family edited",
        CloseFamily "Slēgta ģimenes lieta" "Family's case closed",
        AddPerson "Pievienota persona" "Person added",
        EditPerson "Laboti personas dati" "Person edited",
        ClosePerson "Persona vairs nav mājsaimniecībā" "Person left the household",
        AddChild "Pievienots bērns" "Child added",
        EditChild "Laboti bērna dati" "Child's case edited",
        CloseChild "Slēgta bērna lieta" "Child's case closed",
        AddAssessment "Pievienots izvērtējums" "Assessment added",
        EditAssessment "Labots izvērtējums" "Assessment edited",
        ScoreAssessment "Vērtētas izvērtējuma jomas" "Assessment scored",
        CompleteAssessment "Pabeigts izvērtējums" "Assessment completed",
        CorrectAssessment "Sākts izvērtējuma labojums" "Correction of an assessment begun",
        AdoptInstrument "Ieviests vērtēšanas instruments" "Instrument adopted",
        AddGoal "Pievienots mērķis" "Goal added",
        EditGoal "Labots mērķis" "Goal edited",
        CloseGoal "Slēgts mērķis" "Goal closed",
        AddPlan "Izveidota plāna versija" "Plan version made",
        EditPlan "Labota plāna versija" "Plan version edited",
        SubmitPlan "Iesniegts atbalsta plāns" "Support plan submitted",
        WithdrawPlan "Atsaukts iesniegtais plāns" "Submitted plan taken back",
        RefusePlan "Noraidīts atbalsta plāns" "Support plan refused",
        ApprovePlan "Apstiprināts atbalsta plāns" "Support plan approved",
        AddLine "Pievienota plāna rinda" "Plan line added",
        EditLine "Labota plāna rinda" "Plan line edited",
        RemoveLine "Dzēsta plāna rinda" "Plan line removed",
        AddDecision "Pieņemts lēmums" "Decision made",
        AddService "Katalogā pievienots pakalpojums" "Service added to the catalogue",
        EditService "Katalogā labots pakalpojums" "Service edited in the catalogue",
        CloseService "Pakalpojumu vairs nepiedāvā" "Service no longer offered",
        AddProvider "Pievienots sniedzējs" "Provider added",
        EditProvider "Laboti sniedzēja dati" "Provider edited",
        CloseProvider "Sniedzējs vairs netiek izmantots" "Provider no longer used",
        AddPrice "Pievienota cena" "Price added",
        EditPrice "Labota cena" "Price edited",
        ClosePrice "Izbeigta cena" "Price ended",
        BookSessions "Ieplānotas nodarbības" "Sessions booked",
        EditSession "Labota nodarbība" "Session edited",
        EditSeries "Mainīta nodarbību sērija" "Series of sessions changed",
        MoveSession "Pārcelta nodarbība" "Session moved",
        CancelSession "Atcelta nodarbība" "Session cancelled",
        RemoveSession "Izņemta kļūdaini ierakstīta nodarbība" "Session booked by mistake removed",
        MarkAttendance "Atzīmēti apmeklējumi" "Attendance recorded",
        AddNote "Pievienota piezīme" "Note added",
        EditNote "Labota piezīme" "Note edited",
        CloseNote "Atsaukta piezīme" "Note withdrawn",
        AddMeeting "Pievienota tikšanās" "Meeting added",
        EditMeeting "Laboti tikšanās dati" "Meeting edited",
        AdoptRules "Pieņemti noteikumi" "Rules adopted",
        UpliftPrices "Mainītas cenas" "Prices changed",
        ImportPrices "Ielasīts cenrādis" "Price list imported",
        ExtendProgramme "Programma pagarināta" "Programme extended",
        ReallocateLines "Pārdale starp plāna rindām" "Reallocated between plan lines",
        ReallocateCeilings "Pārdale starp bērnu griestiem" "Reallocated between children's ceilings",
        RecordAbsence "Pierakstīta prombūtne" "Absence recorded",
        EditAbsence "Labota prombūtne" "Absence edited",
        EndAbsence "Prombūtne atsaukta" "Absence withdrawn",
        Suspend "Pārtraukta pakalpojumu sniegšana" "Services suspended",
        EditSuspension "Mainīts pakalpojumu pārtraukums" "Suspension of services changed",
        AddSuggestion "Pievienots ieteikums" "Suggestion added",
        EditSuggestion "Labots ieteikums" "Suggestion edited",
        MergePersons "Apvienoti vienas personas ieraksti" "Records of one person merged",
        CopyToSiblings "Nokopēts brāļiem un māsām" "Copied to brothers and sisters",
        RegisterInvoice "Reģistrēts rēķins" "Invoice registered",
        EditInvoice "Labots rēķins" "Invoice edited",
        AcceptInvoice "Pieņemts rēķins" "Invoice accepted",
        PayInvoice "Apmaksāts rēķins" "Invoice paid",
        RemoveInvoice "Izņemts rēķins" "Invoice taken out",
        AddUser "Pievienots lietotājs" "User added",
        EditUser "Laboti lietotāja dati" "User edited",
        ChooseSettings "Mainīti savi iestatījumi" "Own settings changed",
        DisableUser "Lietotājam slēgta piekļuve" "User's access closed",
        Import "Dati ielasīti no faila" "Data imported from a file",
        MakeDemo "Izveidoti demonstrācijas dati" "Demonstration data made",
        Undo "Atsaukta darbība" "Action undone",
        Migrate "Datu fails pārveidots jaunai versijai" "Store converted to a newer version",
        Erase "Personas dati dzēsti" "Personal data erased",
        Restore "Datu fails atjaunots no rezerves kopijas" "Store restored from a backup",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Choice;

    #[test]
    fn every_deed_has_a_sentence_of_its_own() {
        for lang in Lang::ALL {
            let sentences: std::collections::BTreeSet<&str> = Deed::ALL.iter().map(|deed| deed.text(*lang)).collect();
            assert_eq!(sentences.len(), Deed::ALL.len());
        }
        assert_eq!(Deed::AddFamily.text(Lang::Latvian), "Pievienota ģimene");
    }
}
