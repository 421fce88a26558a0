//! Rules as a file, and in a store, on the command line.

#[path = "support/office.rs"]
mod office;

#[test]
fn rules_are_dumped_checked_adopted_and_replaced() {
    let office = office::Office::new();
    let sample = office.ok(&["rules", "dump"]);
    assert!(sample.contains("Paraugs, nevis spēkā esoši"), "{sample}");
    let file = office.file("noteikumi.toml", sample.as_bytes());
    let told = office.ok(&["rules", "check", &file]);
    assert!(
        told.contains("15\u{a0}noteikumu") && told.contains("REI: no 5 gadu vecuma līdz 18 gadu vecumam"),
        "{told}"
    );
    let english = office.ok(&["--lang", "en", "rules", "check", &file]);
    assert!(english.contains("TRA, STR: at most €800.00 a year; autism spectrum – €1,500.00"), "{english}");

    // Nothing is in force unless somebody adopts it.
    assert_eq!(office.run(&["rules", "dump", "--programme", "1"]).code, 1);
    assert_eq!(office.rows("rule_books"), Vec::<serde_json::Value>::new());
    let adopt = |from: &str| office.ok(&["rules", "adopt", &file, "--programme", "1", "--from", from]);
    let adopted = adopt("03.09.2018");
    assert!(adopted.contains("spēkā no 03.09.2018.") && adopted.contains("Paraugi starp tiem: 15"), "{adopted}");
    let again = adopt("01.01.2019");
    assert!(again.contains("jau ir spēkā no 03.09.2018."), "{again}");
    assert_eq!(office.rows("rule_books").len(), 1, "the same is not stored twice");
    let stricter = office.file("jauni.toml", sample.replacen("most = 60", "most = 40", 1).as_bytes());
    office.ok(&["rules", "adopt", &stricter, "--programme", "1", "--from", "2019-01-01"]);
    let dumped = office.ok(&["rules", "dump", "--programme", "1"]);
    assert!(dumped.contains("most = 40"), "{dumped}");
    let back = office.file("izrakstīti.toml", dumped.as_bytes());
    let same = office.ok(&["rules", "adopt", &back, "--programme", "1"]);
    assert!(same.contains("jau ir spēkā no 01.01.2019."), "what is dumped is what was adopted: {same}");
    assert_eq!(office.run(&["rules", "adopt", &file, "--programme", "9"]).code, 2);
    // The journal tells it in words, a rule in a line.
    let journal = office.ok(&["journal", "--record", "rule_books:1"]);
    assert!(
        journal.contains("Paraugs: noteikumu veidi, noteikumu krājums") && journal.contains("15\u{a0}noteikumu"),
        "{journal}"
    );
    assert!(journal.contains("REI: no 5 gadu vecuma līdz 18 gadu vecumam"), "{journal}");
    assert!(journal.lines().all(|line| line.chars().count() < 240 && !line.contains('{')), "{journal}");
    office.ok(&["check"]);
}

#[test]
fn a_file_with_faults_is_refused_with_every_line_and_column() {
    let office = office::Office::new();
    let bad = "name = \"N\"\n[[rule]]\ncode = \"a\"\nlv = \"A\"\nen = \"A\"\nshape = \"cuont\"\npolicy = \"warn\"\n";
    let file = office.file("slikti.toml", bad.as_bytes());
    for command in [&["rules", "check", &file][..], &["rules", "adopt", &file, "--programme", "1"]] {
        let ran = office.run(command);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        assert!(ran.err.contains("slikti.toml:6:9: „cuont” šeit nevar būt"), "{}", ran.err);
        assert!(ran.err.contains("Vai domāts „count”?"), "{}", ran.err);
    }
    let elsewhere = office.file("teksts.toml", &[0xff, 0xfe]);
    assert_eq!(office.run(&["rules", "check", &elsewhere]).code, 1);
    assert_eq!(office.run(&["rules", "check", "nav.toml"]).code, 2);
}
