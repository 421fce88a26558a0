//! Where everything stands on the screen: the same for drawing and for turning pages.

/// The four panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pane {
    /// Families and their children.
    #[default]
    Families,
    /// The child's support plan.
    Plan,
    /// The child's budget and burn-down.
    Budget,
    /// The child's sessions by week.
    Calendar,
}

impl Pane {
    /// In the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Families, Self::Plan, Self::Budget, Self::Calendar];

    /// The number that stands before its title, 1–4.
    pub fn digit(self) -> usize {
        self as usize + 1
    }
}

/// A rectangle of the screen, in columns and rows from the top left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Without its first `rows` rows.
    pub fn below(self, rows: u16) -> Self {
        let rows = rows.min(self.height);
        Self { y: self.y + rows, height: self.height - rows, ..self }
    }

    /// What of it lies within `other`.
    pub fn within(self, other: Self) -> Self {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let right = (self.x + self.width).min(other.x + other.width);
        let bottom = (self.y + self.height).min(other.y + other.height);
        Self { x, y, width: right.saturating_sub(x), height: bottom.saturating_sub(y) }
    }

    /// Its first row.
    pub fn top(self) -> Self {
        Self { height: self.height.min(1), ..self }
    }
}

/// The smallest screen that shows more than a notice.
pub const SMALLEST: (u16, u16) = (60, 18);
/// From so many columns on, the panes stand side by side.
const SIDE_BY_SIDE: u16 = 120;

/// The labels of a form stand in so many columns.
pub const LABELS: u16 = 24;
/// A long text has no more columns: longer rows are hard to read, and much to send anew.
const WIDEST_TEXT: u16 = 76;

/// A message has no more rows.
const MOST_STATUS: u16 = 4;

/// The parts of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The programme, the user, what is due, the date.
    pub header: Area,
    /// Everything between header and hints.
    pub body: Area,
    /// Each pane with its title row; none where it is not shown.
    pub panes: [Option<Area>; 4],
    /// Hints, or a message.
    pub status: Area,
}

impl Frame {
    /// Divides a screen of that size, whose last `status` rows are for hints or a message. `focus` has the cursor; `shown`
    /// is the last pane used besides the families.
    pub fn new(size: (u16, u16), focus: Pane, shown: Pane, zoomed: bool, status: usize) -> Self {
        let (width, height) = size;
        let last = u16::try_from(status).unwrap_or(u16::MAX).clamp(1, MOST_STATUS);
        let body = Area { x: 0, y: 1, width, height: height.saturating_sub(1 + last) };
        let mut frame = Self {
            header: Area { x: 0, y: 0, width, height: height.min(1) },
            body,
            panes: [None; 4],
            status: Area { x: 0, y: height.saturating_sub(last), width, height: height.min(last) },
        };
        if zoomed {
            frame.panes[focus as usize] = Some(body);
            return frame;
        }
        let left = if width >= SIDE_BY_SIDE { (width / 4).clamp(28, 40) } else { 28 };
        frame.panes[Pane::Families as usize] = Some(Area { width: left, ..body });
        // One column between them belongs to the line.
        let right = Area { x: left + 1, width: width.saturating_sub(left + 1), ..body };
        if width < SIDE_BY_SIDE {
            frame.panes[shown as usize] = Some(right);
            return frame;
        }
        let plan = right.height * 3 / 10;
        let calendar = right.height * 3 / 10;
        let budget = right.height - plan - calendar;
        frame.panes[Pane::Plan as usize] = Some(Area { height: plan, ..right });
        frame.panes[Pane::Budget as usize] = Some(Area { y: right.y + plan, height: budget, ..right });
        frame.panes[Pane::Calendar as usize] = Some(Area { y: right.y + plan + budget, height: calendar, ..right });
        frame
    }

    /// How many rows a pane's list has: its title row, and `taken` others, are not the list's.
    pub fn rows_of(&self, pane: Pane, taken: u16) -> usize {
        self.panes[pane as usize].map_or(1, |area| usize::from(area.height.saturating_sub(1 + taken)).max(1))
    }

    /// How many columns a long text has in a form.
    pub fn text_columns(&self) -> usize {
        usize::from(self.body.width.saturating_sub(LABELS + 1).clamp(1, WIDEST_TEXT))
    }

    /// How many rows the list of a page has: the body less its title and a row of air.
    pub fn page_rows(&self) -> usize {
        usize::from(self.body.height.saturating_sub(2)).max(1)
    }
}
