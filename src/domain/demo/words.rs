//! Invented names, addresses and remarks. Whoever finds themselves here is here by chance.

/// Surnames, of women and of men.
pub(super) const SURNAMES: &[(&str, &str)] = &[
    ("Bērziņa-Āboliņa", "Bērziņš-Āboliņš"),
    ("Kalniņa", "Kalniņš"),
    ("Liepa", "Liepa"),
    ("Šķēle-Ozoliņa", "Šķēle-Ozoliņš"),
    ("Krūmiņa", "Krūmiņš"),
    ("Žagare", "Žagars"),
    ("Čakstiņa", "Čakstiņš"),
    ("Ķirse", "Ķirsis"),
    ("Vītola", "Vītols"),
    ("Grīnberga", "Grīnbergs"),
    ("Zariņa", "Zariņš"),
    ("Ģērmane", "Ģērmanis"),
    ("Eglīte", "Eglītis"),
    ("Pētersone", "Pētersons"),
    ("Rubene", "Rubenis"),
    ("Ļaudama", "Ļaudams"),
    ("Dūmiņa", "Dūmiņš"),
    ("Avotiņa", "Avotiņš"),
    ("Siliņa", "Siliņš"),
    ("Ņikitina", "Ņikitins"),
    ("Upmale", "Upmalis"),
    ("Jēkabsone", "Jēkabsons"),
    ("Mežmale-Krastiņa", "Mežmalis-Krastiņš"),
    ("Šulca", "Šulcs"),
];

pub(super) const GIRLS: &[&str] = &[
    "Marta", "Rūta", "Elīza", "Grieta", "Ance", "Žanete", "Sofija", "Paula", "Estere", "Līva", "Madara", "Emīlija",
    "Keita", "Šarlote",
];

pub(super) const BOYS: &[&str] = &[
    "Jānis",
    "Emīls",
    "Kristaps",
    "Mārtiņš",
    "Roberts",
    "Gustavs",
    "Kārlis",
    "Ādams",
    "Ēriks",
    "Ņikita",
    "Toms",
    "Oskars",
    "Ģirts",
    "Reinis",
];

pub(super) const MOTHERS: &[&str] = &[
    "Inese",
    "Ilze",
    "Dace",
    "Kristīne",
    "Žanna",
    "Zane",
    "Sandra",
    "Evija",
    "Līga",
    "Agnese",
    "Vēsma",
    "Laura Marija",
    "Anita",
    "Ieva",
];

pub(super) const FATHERS: &[&str] = &[
    "Andris", "Ģirts", "Uldis", "Aigars", "Māris", "Raivis", "Edgars", "Jānis", "Ēvalds", "Kaspars", "Ivars", "Juris",
];

pub(super) const GRANDMOTHERS: &[&str] = &["Vija", "Ārija", "Skaidrīte", "Māra", "Zigrīda", "Dzidra"];

/// Where a family lives: the rest of the address, and the postcode.
pub(super) type Place = (&'static str, &'static str);

pub(super) const AROUND_TALSI: &[Place] = &[
    ("Talsi", "LV-3201"),
    ("Talsi", "LV-3201"),
    ("Sabile, Talsu novads", "LV-3294"),
    ("Stende, Talsu novads", "LV-3257"),
    ("Valdemārpils, Talsu novads", "LV-3260"),
];

pub(super) const AROUND_TUKUMS: &[Place] = &[
    ("Tukums", "LV-3101"),
    ("Tukums", "LV-3101"),
    ("Pūre, Tukuma novads", "LV-3124"),
    ("Džūkste, Tukuma novads", "LV-3147"),
    ("Slampe, Tukuma novads", "LV-3119"),
];

pub(super) const STREETS: &[&str] = &[
    "Lielā iela",
    "Kalēju iela",
    "Ezera iela",
    "Dārzu iela",
    "Skolas iela",
    "Upes iela",
    "Ķiršu iela",
    "Jāņa iela",
    "Zvaigžņu iela",
    "Kļavu iela",
];

pub(super) const HOUSES: &[&str] = &["Lejaskalni", "Ziemeļi", "Vecvagari", "Ķūķi", "Rūķīši", "Dzērves", "Ozolāji"];

/// Why a child was excused.
pub(super) const EXCUSES: &[&str] = &[
    "Saslimis, zvanīja mamma.",
    "Ārsta apmeklējums Rīgā.",
    "Bērnu slimnīcā uz izmeklējumiem.",
    "Ģimenes apstākļi, paziņots iepriekšējā dienā.",
    "Paaugstināta temperatūra.",
];

pub(super) const NO_SHOWS: &[&str] =
    &["Neieradās, nebija paziņots.", "Aizmirsa par nodarbību.", "Paziņots stundu iepriekš: par vēlu."];

pub(super) const PROVIDER_CANCELLED: &[&str] =
    &["Speciālists saslimis.", "Telpās remonts, nodarbība atcelta.", "Speciālists kursos."];

pub(super) const MOVED: &[&str] =
    &["Pārcelts pēc ģimenes lūguma.", "Pārcelts, jo skolā pasākums.", "Pārcelts: sakrīt ar ārsta apmeklējumu."];

/// Teams: names and professions, the leader first.
pub(super) const TALSI_TEAM: &[(&str, &str)] = &[
    ("Velga Strautmane", "ārste rehabilitoloģe"),
    ("Ģirts Lūsis", "fizioterapeits"),
    ("Solvita Ceriņa", "klīniskā psiholoģe"),
    ("Anna Bērzkalne", "sociālā darbiniece"),
];
pub(super) const TUKUMS_TEAM: &[(&str, &str)] = &[
    ("Valdis Ozolkalns", "ārsts rehabilitologs"),
    ("Ērika Vilciņa", "audiologopēde"),
    ("Ilze Šmite", "sociālā darbiniece"),
];

/// What a team wrote after each assessment of the child.
pub(super) const CONCLUSIONS: [&str; 3] = [
    "Izvērtētas bērna funkcionēšanas spējas un ģimenes resursi; atbalsta plāns izveidots kopā ar likumisko pārstāvi.",
    "Vērojams progress; plānu turpina, nodarbību biežumu pārskata kopā ar ģimeni.",
    "Mērķi lielākoties sasniegti; ģimenei ieteiktas aktivitātes pēc programmas noslēguma.",
];

pub(super) const RECOMMENDATIONS: [&str; 3] = [
    "Uzsākt plānotos pakalpojumus; pievērst uzmanību vecāku noslodzei.",
    "Turpināt iesāktos pakalpojumus, mājās ievērot speciālistu ieteikumus.",
    "Pieteikties valsts apmaksātajai rehabilitācijai; turpināt vingrojumus mājās.",
];

/// What a team wrote after each assessment of the parents.
pub(super) const PARENTS_CONCLUSIONS: [&str; 3] = [
    "Vecāki ar aprūpi tiek galā, taču ir noguruši; trūkst laika sev un drošības par rīcību ikdienā.",
    "Vecāki jūtas drošāk, atpūtai joprojām maz laika.",
    "Vecāki paši plāno ikdienu un zina, pie kā vērsties.",
];

pub(super) const PARENTS_RECOMMENDATIONS: [&str; 3] = [
    "Psihologa konsultācijas vecākiem; izmantot ģimenes asistentu vai atelpas brīdi.",
    "Turpināt konsultācijas; vienoties par vienu brīvu pēcpusdienu nedēļā.",
    "Vecāku atbalsta grupa pašvaldībā; pieteikties atelpas brīdim.",
];

/// What families can build on.
pub(super) const FAMILY_RESOURCES: &[&str] = &[
    "Vecmāmiņa dzīvo netālu un prot ar bērnu palikt; ģimenei ir automašīna.",
    "Vecāki ir vienisprātis un regulāri veic vingrojumus mājās.",
    "Brālis un māsa labprāt iesaista bērnu rotaļās; kaimiņi ir atsaucīgi.",
    "Mamma apguvusi saziņu ar attēliem; klases audzinātāja atbalsta.",
];

/// What parents need for themselves.
pub(super) const PARENTS_NEEDS: &[&str] = &[
    "Atpūta vismaz vienu pēcpusdienu nedēļā.",
    "Psihologa atbalsts un saruna ar citiem vecākiem.",
    "Skaidrība par pabalstiem un palīglīdzekļiem.",
    "Iespēja atgriezties darbā uz nepilnu slodzi.",
];

/// Why a team settled on the heavier of two scores.
pub(super) const EXPLANATION: &str =
    "Kabinetā bērns tiek galā, mājās un skolā vajag palīdzību; vienojās pēc ikdienā redzētā.";

pub(super) const CALLS: &[&str] = &[
    "Mamma jautā, vai fizioterapiju var pārcelt uz otrdienām. Sazināšos ar sniedzēju.",
    "Saskaņots nākamā mēneša grafiks. Ģimene ar nodarbību laikiem ir mierā.",
    "Tētis stāsta, ka bērns pēc nodarbībām ir noguris, bet labprāt brauc.",
    "Logopēde iesaka vingrojumus mājās; materiāli nosūtīti pa e-pastu.",
    "Atgādināju par atzinumu, kura termiņš tuvojas. Mamma pieteikusies pie ārsta.",
    "Ģimene lūdz transportu uz nodarbībām, jo automašīna ir remontā.",
];

pub(super) const VISITS: &[&str] = &[
    "Apmeklējums mājās. Bērns rāda, ko iemācījies. Mājoklis sakārtots, palīglīdzekļi tiek lietoti.",
    "Apmeklējums mājās kopā ar ģimenes asistenti. Pārrunāta dienas kārtība.",
    "Tikšanās skolā ar klases audzinātāju. Bērns kļuvis drošāks, vairāk sarunājas ar citiem.",
];

pub(super) const REMARKS: &[&str] = &[
    "Saņemts ģimenes ārsta izraksts, pievienots lietai.",
    "Sniedzējs atsūtījis apmeklējumu lapu, dati saskan.",
    "Pārbaudīts atlikums: līdz perioda beigām līdzekļu pietiek.",
];
