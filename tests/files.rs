//! Tables to operations, without a store: what a row adds, what is known already, and what is refused.

use atbalsts::{
    domain::{
        AnyRecord, Child, Family, Field, Format, Id, Money, Person, Price, Problem, Programme, Provider, Relation,
        Unit, catalogue,
    },
    files::{
        Register,
        import::{ImportKind, Imported, Reading, import},
        table::Table,
    },
    i18n::Lang,
};
use chrono::NaiveDate;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A programme, a family with a child, a provider with a price, and the catalogue with numbers.
fn stored() -> Register {
    let mut services = catalogue::rows();
    services.iter_mut().zip(1..).for_each(|(service, number)| service.id = Id::new(number));
    let programme = |number, municipality: &str| Programme {
        id: Id::new(number),
        municipality: municipality.into(),
        name: "IB".into(),
        from: day(2018, 9, 3),
        to: day(2019, 9, 30),
        ..Programme::default()
    };
    Register {
        programmes: vec![programme(1, "Talsu novads"), programme(2, "Tukuma novads")],
        families: vec![Family {
            id: Id::new(1),
            programme: Id::new(1),
            case_number: "2018-01".into(),
            surname: "Bērziņš".into(),
            ..Family::default()
        }],
        persons: vec![Person {
            id: Id::new(1),
            family: Id::new(1),
            given_names: "Jānis".into(),
            surname: "Bērziņš".into(),
            personal_code: "16117519997".into(),
            previous_codes: vec!["32000000001".into()],
            birth_date: Some(day(1975, 11, 16)),
            relation: Relation::Child,
            ..Person::default()
        }],
        children: vec![Child { id: Id::new(1), family: Id::new(1), person: Id::new(1), ..Child::default() }],
        services,
        providers: vec![Provider {
            id: Id::new(1),
            name: "SIA “Kustība”".into(),
            registration_number: "40003000001".into(),
            ..Provider::default()
        }],
        prices: vec![Price {
            id: Id::new(1),
            service: "FIZ".into(),
            provider: Id::new(1),
            format: Format::Individual,
            unit: Unit::Session,
            amount: Money::from_cents(2183),
            from: day(2018, 1, 1),
            ..Price::default()
        }],
        ..Register::default()
    }
}

fn read(kind: ImportKind, text: &str) -> Imported {
    let reading = Reading { lang: Lang::Latvian, today: day(2019, 3, 15), programme: Id::new(1) };
    import(kind, &Table::read(text.as_bytes()).unwrap(), &stored(), reading)
}

/// The first fault: line, column, field and problem.
fn fault(imported: &Imported) -> Option<(u64, Option<usize>, Option<Field>, Problem)> {
    let first = imported.rejects.first()?;
    Some((first.line, first.column, first.field, first.problem.clone()))
}

#[test]
fn a_family_is_found_by_its_case_number_and_people_by_code_or_name() {
    let check = |row: &str, added: usize, unchanged: usize| {
        let text = format!("Lieta;Uzvārds;Vārds;Personas kods;Dzimis;Saistība ar bērnu\n{row}\n");
        let imported = read(ImportKind::Families, &text);
        assert_eq!(
            (imported.added, imported.unchanged + imported.differing, imported.rejects.as_slice()),
            (added, unchanged, &[][..]),
            "{row}"
        );
    };
    check("2018-01;Bērziņš;Jānis;161175-19997;16.11.1975;b", 0, 1);
    check("2018-01;BERZINS;JANIS;;16.11.1975;b", 0, 1);
    check("2018-01;Bērziņš-Liepa;Jānis;320000-00001;16.11.1975;b", 0, 1); // an earlier code, another surname
    check("2018-01;Bērziņa;Anna;;01.02.1980;māte", 1, 0);
    check("2018-01;Bērziņš;Jānis;;01.02.2015;b", 1, 0); // the son, named after his father
    check("2018-02;Liepa;Marta;;01.02.2015;b\n2018-02;Liepa;Marta;;01.02.2015;b", 1, 1);
}

#[test]
fn a_person_of_another_family_is_not_taken_over() {
    let text = "Lieta;Uzvārds;Vārds;Personas kods;Dzimis\n2018-05;Bērziņš;Jānis;161175-19997;16.11.1975\n";
    let imported = read(ImportKind::Families, text);
    let expect = (2, Some(4), Some(Field::PersonalCode), Problem::Duplicate("Bērziņš Jānis".into()));
    assert_eq!(fault(&imported), Some(expect));
    assert_eq!(imported.operation.puts, []);
}

#[test]
fn the_first_good_row_makes_the_family() {
    let text =
        "Lieta;Uzvārds;Vārds;Dzimis;Pasta indekss\n2018-07;Ozola;Anna;;3201\n2018-07;Ozola;Rūta;01.02.2013;3202\n";
    let imported = read(ImportKind::Families, text);
    assert_eq!(fault(&imported), Some((2, Some(4), Some(Field::BirthDate), Problem::Missing)));
    let families: Vec<_> = imported
        .operation
        .puts
        .iter()
        .filter_map(|put| match &put.record {
            AnyRecord::Family(family) => Some(family.postcode.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!((families, imported.added), (vec!["LV-3202"], 1));
}

#[test]
fn a_file_may_name_the_programme_of_each_family() {
    let text =
        "Programma;Lieta;Uzvārds;Vārds;Dzimis\nTukuma novads;9;Ozola;Anna;01.02.2013\nIB;8;Liepa;Jana;01.02.2013\n";
    let imported = read(ImportKind::Families, text);
    let AnyRecord::Family(family) = &imported.operation.puts[0].record else { panic!("a family first") };
    assert_eq!(family.programme, Id::new(2));
    // Both programmes are called so: the file has to say which.
    assert_eq!(fault(&imported), Some((3, Some(1), Some(Field::Programme), Problem::NoSuchRecord("IB".into()))));
}

#[test]
fn all_that_is_wrong_with_a_row_is_told_at_once() {
    let text = "Lieta;Uzvārds;Vārds;Dzimis;Tālrunis;Pasta indekss;Griesti;Pamats\n;;Anna;5.5.;12;abc;-5;\n";
    let imported = read(ImportKind::Families, text);
    let fields: Vec<_> = imported.rejects.iter().filter_map(|reject| reject.field).collect();
    for field in
        [Field::CaseNumber, Field::Surname, Field::BirthDate, Field::Postcode, Field::Ceiling, Field::LegalBasis]
    {
        assert_eq!(fields.iter().filter(|found| **found == field).count(), 1, "{field:?} in {fields:?}");
    }
    assert!(!fields.contains(&Field::Phone), "an odd phone number is a warning");
}

#[test]
fn a_code_that_looks_wrong_is_a_warning_and_the_row_goes_in() {
    let text = "Lieta;Uzvārds;Vārds;Personas kods;Dzimis;Saistība ar bērnu\n2018-01;Bērziņa;Anna;161175-19996;16.11.1975;māte\n";
    let imported = read(ImportKind::Families, text);
    assert_eq!((imported.added, imported.rejects.len()), (1, 0));
    assert_eq!(imported.warnings[0].problem, Problem::CodeCheckDigit);
    assert_eq!((imported.warnings[0].line, imported.warnings[0].column), (2, Some(4)));
}

#[test]
fn a_price_is_known_by_what_it_is_for_and_from_when() {
    let check = |row: &str, expect: Result<(usize, usize), (Option<usize>, Problem)>| {
        let text = format!("Pakalpojums;Sniedzējs;Forma;Cena;No;Līdz\n{row}\n");
        let imported = read(ImportKind::Prices, &text);
        let found = match fault(&imported) {
            Some((_, column, _, problem)) => Err((column, problem)),
            None => Ok((imported.added, imported.unchanged)),
        };
        assert_eq!(found, expect, "{row}");
    };
    check("FIZ;40003000001;ind;21,83;01.01.2018;", Ok((0, 1)));
    check("fizioterapeits;SIA “Kustība”;;21,83;01.01.2018;", Ok((0, 1)));
    check("FIZ;SIA “Kustība”;gr;1,82;01.01.2018;", Ok((1, 0)));
    check("FIZ;;;18;01.01.2018;", Ok((1, 0)));
    check("FIZ;SIA “Kustība”;;23,50;01.01.2019;", Ok((1, 0)));
    // What is stored stays and is told; two rows of one file that contradict each other are a fault.
    let differing = read(ImportKind::Prices, "Pakalpojums;Sniedzējs;Cena;No\nFIZ;SIA “Kustība”;22;01.01.2018\n");
    assert_eq!((differing.added, differing.unchanged, differing.differing), (0, 0, 1));
    assert_eq!((&*differing.differences[0].stored, &*differing.differences[0].given), ("21,83", "22,00"));
    let there = Problem::Duplicate("18,00\u{a0}€, 01.01.2018.".into());
    check("LOG;;;18;01.01.2018;\nLOG;;;19;01.01.2018;", Err((Some(4), there)));
    check("XYZ;;;18;01.01.2018;", Err((Some(1), Problem::NoSuchRecord("XYZ".into()))));
    check("FIZ;SIA “Cita”;;18;01.01.2018;", Err((Some(2), Problem::NoSuchRecord("SIA “Cita”".into()))));
    check("FIZ;;;-18;01.01.2018;", Err((Some(4), Problem::Negative)));
    check("FIZ;;;18;01.02.2018;01.01.2018", Err((Some(6), Problem::EndsBeforeStart)));
    check("FIZ;;;18,5;;", Err((Some(5), Problem::Missing)));
    check(
        "LOG;;;18;01.01.2018;30.06.2018\nLOG;;;19;01.06.2018;31.12.2018",
        Err((
            Some(5),
            Problem::PriceOverlap {
                own: (day(2018, 6, 1), Some(day(2018, 12, 31))),
                other: (day(2018, 1, 1), Some(day(2018, 6, 30))),
            },
        )),
    );
}

#[test]
fn a_decimal_comma_that_split_a_cell_is_noticed() {
    let imported = read(ImportKind::Prices, "Pakalpojums,No,Cena\nFIZ,01.01.2018,21,83\n");
    assert_eq!(fault(&imported), Some((2, Some(4), None, Problem::NoHeading("83".into()))));
}

#[test]
fn a_column_that_is_missing_is_told_without_a_column() {
    let imported = read(ImportKind::Prices, "Pakalpojums;Cena\nFIZ;21,83\n");
    assert_eq!(fault(&imported), Some((2, None, Some(Field::From), Problem::Missing)));
    let sentence = imported.rejects[0].sentence(Lang::Latvian);
    assert_eq!(sentence, "2: No: nav aizpildīts");
}

#[test]
fn earlier_names_and_since_when_somebody_represents_are_read() {
    let text = "Lieta;Uzvārds;Vārds;Dzimis;Saistība ar bērnu;Iepriekšējie vārdi;Pārstāvības pamats;Pārstāv no;Pārstāv līdz\n\
        2018-01;Ķēniņa;Anna;01.02.1980;aizbildnis;Žagare, Šķēle;aizbildnība;03.09.2018;31.12.2019\n";
    let imported = read(ImportKind::Families, text);
    assert_eq!(imported.rejects, []);
    let [put] = &imported.operation.puts[..] else { panic!("one person") };
    let AnyRecord::Person(person) = &put.record else { panic!("a person") };
    assert_eq!(person.previous_names, ["Žagare", "Šķēle"]);
    let representation = person.representation.clone().unwrap();
    assert_eq!((representation.since, representation.valid_until), (Some(day(2018, 9, 3)), Some(day(2019, 12, 31))));
}
