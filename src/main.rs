//! Arguments in, exit code out: the only place that prints complaints or ends the process.

use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};

use atbalsts::cli::{self, Run, Surroundings};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let surroundings = Surroundings::of_process();
    let mut out = BufWriter::new(io::stdout().lock());
    let ran = cli::run(&arguments, &surroundings, &mut out);
    // A reader that has seen enough (`| head`) is no problem of ours.
    let _ = out.flush();
    drop(out);
    let outcome = match ran {
        Run::Ended(outcome) => outcome,
        Run::Open(opening) => opening.open(),
    };
    for complaint in &outcome.complaints {
        eprintln!("atbalsts: {complaint}");
    }
    ExitCode::from(outcome.code)
}
