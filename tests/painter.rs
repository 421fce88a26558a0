//! The painter: a terminal that is fed its bytes shows exactly the wanted frame, and the bytes are few.

use std::num::NonZeroU16;

use atbalsts::runtime::colours::Colours;
use atbalsts::runtime::painter::Painter;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

/// A painter and the terminal that judges it.
struct Bench {
    painter: Painter,
    terminal: vt100::Parser,
    colours: Colours,
}

impl Bench {
    fn new(width: u16, height: u16, colours: Colours) -> Self {
        let size = |side| NonZeroU16::new(side).expect("a side");
        let mut terminal = vt100::Parser::new(size(height), size(width), 0);
        terminal.process("drupas no čaulas\x1b[1;41m un krāsa".as_bytes());
        Self { painter: Painter::new(colours), terminal, colours }
    }

    /// Paints a frame, holds it against what the terminal shows, and counts the bytes.
    fn paint(&mut self, frame: &Buffer, cursor: Option<Position>) -> usize {
        let mut out = Vec::new();
        self.painter.paint(frame, cursor, &mut out);
        self.terminal.process(&out);
        let told = String::from_utf8_lossy(&out).into_owned();
        let screen = self.terminal.screen();
        assert_eq!(!screen.hide_cursor(), cursor.is_some(), "{told:?}");
        if let Some(cursor) = cursor {
            assert_eq!(screen.cursor_position(), (cursor.y, cursor.x), "{told:?}");
        }
        for y in 0..frame.area.height {
            let mut x = 0;
            while x < frame.area.width {
                x += self.judge(frame, x, y, &told);
            }
        }
        out.len()
    }

    fn judge(&self, frame: &Buffer, x: u16, y: u16, told: &str) -> u16 {
        let wanted = &frame[(x, y)];
        let seen = self.terminal.screen().cell(y, x).expect("a cell");
        let text = if seen.has_contents() { seen.contents() } else { " " };
        assert_eq!(text, wanted.symbol(), "at {x},{y} of {told:?}");
        let mono = self.colours == Colours::Mono;
        let colour = |colour| if mono { vt100::Color::Default } else { seen_as(colour) };
        assert_eq!(seen.bgcolor(), colour(wanted.bg), "background at {x},{y} of {told:?}");
        let modifiers = wanted.modifier;
        let drawn = (seen.underline(), seen.inverse());
        assert_eq!(
            drawn,
            (modifiers.contains(Modifier::UNDERLINED), modifiers.contains(Modifier::REVERSED)),
            "{told:?}"
        );
        if text != " " || seen.inverse() || seen.underline() {
            assert_eq!(seen.fgcolor(), colour(wanted.fg), "colour at {x},{y} of {told:?}");
            let dim = modifiers.contains(Modifier::DIM) && !modifiers.contains(Modifier::BOLD);
            assert_eq!((seen.bold(), seen.dim()), (modifiers.contains(Modifier::BOLD), dim), "{told:?}");
        }
        if seen.is_wide() { 2 } else { 1 }
    }
}

fn seen_as(colour: Color) -> vt100::Color {
    match colour {
        Color::Red => vt100::Color::Idx(1),
        Color::Blue => vt100::Color::Idx(4),
        Color::Gray => vt100::Color::Idx(7),
        Color::DarkGray => vt100::Color::Idx(8),
        Color::White => vt100::Color::Idx(15),
        _ => vt100::Color::Default,
    }
}

fn style() -> impl Strategy<Value = Style> {
    let colours = [Color::Reset, Color::Red, Color::Blue, Color::Gray, Color::DarkGray, Color::White];
    let fg = prop::sample::select(colours.to_vec());
    let bg = prop::sample::select(vec![Color::Reset, Color::Reset, Color::Reset, Color::Blue, Color::White]);
    let modifiers = [Modifier::BOLD, Modifier::DIM, Modifier::UNDERLINED, Modifier::REVERSED];
    let modifier = prop::sample::subsequence(modifiers.to_vec(), 0..=2);
    let style = (fg, bg, modifier)
        .prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier.into_iter().collect()));
    prop_oneof![3 => Just(Style::new()), 2 => style]
}

fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "Bērziņa-Āboliņa",
        "Ķekava",
        " ",
        "          ",
        "x",
        "│",
        "──────",
        "n\u{327}ķ",
        "漢字",
        "語",
        "24/40 × 21,83",
        "ŠĻŪCĒNE",
        "▇▇▁",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..6).prop_map(|pieces| pieces.concat())
}

/// A frame: some texts here and there, over what the frame before had or over nothing.
#[derive(Clone, Debug)]
struct Frame {
    keep: bool,
    texts: Vec<(u16, u16, String, Style)>,
    cursor: Option<(u16, u16)>,
}

fn frame(width: u16, height: u16) -> impl Strategy<Value = Frame> {
    let texts = prop::collection::vec((0..width, 0..height, text(), style()), 0..8);
    let cursor = prop::option::of((0..width, 0..height));
    (prop::bool::weighted(0.7), texts, cursor).prop_map(|(keep, texts, cursor)| Frame { keep, texts, cursor })
}

fn draw(buffer: &mut Buffer, frame: &Frame) {
    if !frame.keep {
        buffer.reset();
    }
    for (x, y, text, style) in &frame.texts {
        // What a wide character loses its half to is blank, as widgets leave it.
        let width = buffer.area.width;
        let before = x.checked_sub(1).map(|x| (x, *y));
        if let Some(before) = before.filter(|at| "漢字語".contains(buffer[*at].symbol())) {
            buffer[before].reset();
        }
        let (end, _) = buffer.set_stringn(*x, *y, text, usize::from(width - x), *style);
        if let Some(cell) = buffer.cell_mut((end, *y)).filter(|_| end < width)
            && cell.symbol() != " "
        {
            cell.reset();
        }
    }
}

const WIDTH: u16 = 33;
const HEIGHT: u16 = 5;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_terminal_shows_what_was_drawn(
        frames in prop::collection::vec(frame(WIDTH, HEIGHT), 1..8),
        mono in any::<bool>(),
    ) {
        let mut bench = Bench::new(WIDTH, HEIGHT, if mono { Colours::Mono } else { Colours::Sixteen });
        let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
        for frame in &frames {
            draw(&mut buffer, frame);
            let cursor = frame.cursor.map(Position::from);
            bench.paint(&buffer, cursor);
            prop_assert_eq!(bench.paint(&buffer, cursor), 0, "nothing changed, nothing is sent");
        }
    }
}

fn blank(width: u16, height: u16) -> Buffer {
    Buffer::empty(Rect::new(0, 0, width, height))
}

/// A list of names with the line `selected` reversed over its whole width, beside a pane that does not change.
fn list(width: u16, screen: u16, selected: u16) -> Buffer {
    let mut buffer = blank(screen, 24);
    let names = ["Bērziņa-Āboliņa Jānis", "Kalniņa Emīls", "Liepa Marta", "Šķēle Ķirsis", "Ozoliņa Žanete"];
    for y in 0..24 {
        let name = names[usize::from(y) % names.len()];
        let style = if y == selected { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() };
        buffer.set_style(Rect::new(0, y, width, 1), style);
        buffer.set_string(0, y, name, style);
        if screen > width {
            buffer.set_string(width, y, "│ FIZ fizioterapeits ind 24/40 × 21,83", Style::new());
        }
    }
    buffer
}

#[test]
fn a_typed_letter_costs_a_letter() {
    let mut bench = Bench::new(80, 24, Colours::Sixteen);
    let mut buffer = blank(80, 24);
    buffer.set_string(0, 10, "Uzvārds", Style::new().add_modifier(Modifier::BOLD));
    let field = Style::new().add_modifier(Modifier::UNDERLINED);
    buffer.set_string(12, 10, " ".repeat(30), field);
    bench.paint(&buffer, Some(Position::new(12, 10)));
    let mut costs = Vec::new();
    for (x, letter) in (12..).zip("Bērziņa".chars()) {
        buffer.set_string(x, 10, letter.to_string(), field);
        costs.push(bench.paint(&buffer, Some(Position::new(x + 1, 10))));
    }
    assert_eq!(costs, [1, 2, 1, 1, 1, 2, 1], "as many bytes as the letter has");
}

#[test]
fn a_letter_typed_before_others_pushes_only_them() {
    let mut bench = Bench::new(80, 24, Colours::Sixteen);
    let mut buffer = blank(80, 24);
    buffer.set_string(20, 3, "ērziņš", Style::new());
    bench.paint(&buffer, Some(Position::new(20, 3)));
    buffer.set_string(20, 3, "Bērziņš", Style::new());
    let cost = bench.paint(&buffer, Some(Position::new(21, 3)));
    assert!(cost <= 15, "{cost}");
}

#[test]
fn the_selection_moves_within_its_budget() {
    for (width, screen, budget) in [(28, 80, 90), (80, 80, 150)] {
        let mut bench = Bench::new(screen, 24, Colours::Sixteen);
        bench.paint(&list(width, screen, 0), None);
        let costs: Vec<_> = (1..20).map(|line| bench.paint(&list(width, screen, line), None)).collect();
        let mean = costs.iter().sum::<usize>() / costs.len();
        assert!(mean <= budget, "{width} columns: {costs:?}");
    }
}

#[test]
fn the_rest_of_a_row_is_erased_not_written() {
    let mut bench = Bench::new(80, 24, Colours::Sixteen);
    let mut buffer = blank(80, 24);
    buffer.set_string(0, 0, "x".repeat(80), Style::new());
    bench.paint(&buffer, None);
    let cost = bench.paint(&blank(80, 24), None);
    assert!(cost <= 6, "{cost}");
    // Between two borders as well.
    buffer.set_string(0, 0, "│", Style::new());
    buffer.set_string(79, 0, "│", Style::new());
    bench.paint(&buffer, None);
    buffer.set_string(1, 0, " ".repeat(78), Style::new());
    let cost = bench.paint(&buffer, None);
    assert!(cost <= 12, "{cost}");
}

#[test]
fn long_frames_are_shown_at_once_and_short_ones_without_ado() {
    let mut painter = Painter::new(Colours::Sixteen);
    let mut out = Vec::new();
    painter.paint(&list(28, 80, 0), None, &mut out);
    assert!(out.starts_with(b"\x1b[?2026h") && out.ends_with(b"\x1b[?2026l"));
    out.clear();
    painter.paint(&list(28, 80, 1), None, &mut out);
    assert!(!out.windows(8).any(|bytes| bytes == b"\x1b[?2026h"), "{}", String::from_utf8_lossy(&out));
}

#[test]
fn a_frame_of_another_size_or_a_forgotten_one_is_written_whole() {
    let mut bench = Bench::new(80, 24, Colours::Sixteen);
    let frame = list(28, 80, 3);
    let whole = bench.paint(&frame, None);
    bench.terminal.process(b"\x1b[H\x1b[2Jtroksnis");
    bench.painter.invalidate();
    assert_eq!(bench.paint(&frame, None), whole);
    let side = |side| NonZeroU16::new(side).expect("a side");
    bench.terminal.set_size(side(10), side(40));
    bench.paint(&blank(40, 10), Some(Position::new(39, 9)));
}

#[test]
fn the_last_corner_is_written_without_scrolling() {
    let mut bench = Bench::new(20, 3, Colours::Sixteen);
    let mut buffer = blank(20, 3);
    for y in 0..3 {
        buffer.set_string(0, y, "ŠĻŪCĒNE".repeat(3), Style::new());
    }
    bench.paint(&buffer, None);
    buffer.set_string(0, 0, "pirmā", Style::new());
    bench.paint(&buffer, Some(Position::new(19, 2)));
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let mut buffer = blank(20, 2);
    buffer[(3, 0)].set_symbol("\u{1b}]0;virsraksts\u{7}");
    buffer[(4, 0)].set_symbol("\u{9b}2J");
    let mut out = Vec::new();
    Painter::new(Colours::Sixteen).paint(&buffer, None, &mut out);
    let sent = String::from_utf8(out).expect("text");
    assert!(!sent.contains("virsraksts") && !sent.contains('\u{7}') && !sent.contains('\u{9b}'), "{sent:?}");
}
