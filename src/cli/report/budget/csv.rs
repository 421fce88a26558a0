//! The budget report as CSV: a row a child, or what else it is asked for by.

use super::{Report, text::IN_UNITS};
use crate::{
    domain::{
        Field, Unit,
        budget::{By, Key},
    },
    files::export,
    i18n::{Lang, choice::Worded, command::CommandText, date, number},
};

pub(super) fn write(report: &Report, lang: Lang) -> std::io::Result<Vec<u8>> {
    let by = report.by.unwrap_or(By::Child);
    let fields = [Field::Municipality, Field::Programme].map(|field| field.text(lang).to_owned());
    let mut headings: Vec<String> = fields.to_vec();
    headings.extend(match by {
        By::Child => [Field::CaseNumber, Field::Surname, Field::GivenNames].map(|it| it.text(lang).to_owned()).to_vec(),
        By::Family => [Field::CaseNumber, Field::Surname].map(|it| it.text(lang).to_owned()).to_vec(),
        other => vec![other.text(lang).to_owned()],
    });
    headings.push(Field::Day.text(lang).to_owned());
    let kinds = report.sums(by, []).figures();
    headings.extend(kinds.iter().map(|kind| kind.text(lang).to_owned()));
    // Units that occur, so that a column has one unit and can be added up.
    let mut units: Vec<Unit> = Vec::new();
    if report.by.is_some() {
        let all = report.programmes.iter().flat_map(|(_, cases)| super::units_of(&report.sums(by, cases).total()));
        units.extend(all);
        units.sort_unstable();
        units.dedup();
        headings.push(CommandText::ChildrenCount.text(lang).to_owned());
    }
    let columns = || units.iter().flat_map(|unit| IN_UNITS.iter().map(move |kind| (*kind, *unit)));
    headings.extend(columns().map(|(kind, unit)| format!("{} ({})", kind.text(lang), unit.text(lang))));
    let mut rows = Vec::new();
    for (programme, cases) in &report.programmes {
        let sums = report.sums(by, cases);
        for key in Report::keys(&sums, cases) {
            let Some(sum) = sums.get(key) else { continue };
            let mut row = vec![programme.municipality.clone(), programme.name.clone()];
            let case = cases.iter().find(|case| super::of_case(key, case));
            match (key, case) {
                (Key::Child(_), Some(case)) => row.extend([
                    case.family.case_number.clone(),
                    case.person.surname.clone(),
                    case.person.given_names.clone(),
                ]),
                (Key::Family(_), Some(case)) => {
                    row.extend([case.family.case_number.clone(), case.family.surname.clone()]);
                }
                _ => row.push(report.name(key, cases, programme, lang)),
            }
            row.push(date::iso(report.day));
            row.extend(kinds.iter().map(|kind| number::plain(sum.amount(*kind).decimal(), lang)));
            if report.by.is_some() {
                row.push(sum.children.to_string());
            }
            row.extend(columns().map(|(kind, unit)| {
                let units = sum.units(kind).find(|(of, _)| *of == unit).map(|(_, units)| units.normalize());
                number::plain(units.unwrap_or_default(), lang)
            }));
            rows.push(row);
        }
    }
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    export::sheet(&headings, &rows)
}
