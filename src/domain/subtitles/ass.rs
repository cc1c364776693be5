//! Advanced SubStation Alpha and its ancestor SSA: what is said, in which style, and roughly where.
//!
//! Drawings, animation and karaoke have no counterpart in WebVTT and are left out; the words stay.

use std::collections::HashMap;

use super::{Cue, markup, time};

/// What a script's header says about its lines. Streams inside media files carry it apart from the lines.
#[derive(Clone, Debug)]
pub struct Styles {
    by_name: HashMap<String, Style>,
    width: f64,
    height: f64,
}

#[derive(Clone, Copy, Debug)]
struct Style {
    alignment: u8,
    is_italic: bool,
    is_bold: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { alignment: 2, is_italic: false, is_bold: false }
    }
}

impl Styles {
    /// Reads `[Script Info]` and the styles out of a script or a stream's header.
    pub fn parse(header: &str) -> Self {
        let mut styles = Self { by_name: HashMap::new(), width: 384.0, height: 288.0 };
        let mut format: Vec<String> = Vec::new();
        let mut is_old = false;
        for line in header.lines().map(str::trim) {
            if line.starts_with('[') {
                is_old = line.eq_ignore_ascii_case("[V4 Styles]");
                if line.eq_ignore_ascii_case("[Events]") {
                    break;
                }
            }
            let Some((key, value)) = line.split_once(':') else { continue };
            match key.trim() {
                "PlayResX" => styles.width = value.trim().parse().ok().filter(|n| *n > 0.0).unwrap_or(styles.width),
                "PlayResY" => styles.height = value.trim().parse().ok().filter(|n| *n > 0.0).unwrap_or(styles.height),
                "Format" => format = fields(value),
                "Style" => styles.add(value, &format, is_old),
                _ => {}
            }
        }
        styles
    }

    /// One line as Matroska stores it: `ReadOrder,Layer,Style,Name,MarginL,MarginR,MarginV,Effect,Text`.
    pub fn block(&self, start_ms: i64, end_ms: i64, block: &str) -> Option<Cue> {
        let mut parts = block.splitn(9, ',');
        let style = parts.nth(2)?;
        let text = parts.nth(5)?;
        self.cue(start_ms, end_ms, style, text)
    }

    fn add(&mut self, value: &str, format: &[String], is_old: bool) {
        let values: Vec<&str> = value.split(',').map(str::trim).collect();
        let get = |name: &str| format.iter().position(|field| field == name).and_then(|at| values.get(at)).copied();
        let is_set = |name: &str| get(name).is_some_and(|value| value != "0" && !value.is_empty());
        let number: u8 = get("alignment").and_then(|value| value.parse().ok()).unwrap_or(2);
        let alignment = if is_old { markup::from_ssa(number) } else { Some(number).filter(|an| (1..=9).contains(an)) };
        let style = Style { alignment: alignment.unwrap_or(2), is_italic: is_set("italic"), is_bold: is_set("bold") };
        let name = get("name").or(values.first().copied()).unwrap_or_default();
        self.by_name.insert(name.to_owned(), style);
    }

    fn cue(&self, start_ms: i64, end_ms: i64, style: &str, text: &str) -> Option<Cue> {
        let style = self.by_name.get(style.trim().trim_start_matches('*')).copied().unwrap_or_default();
        let line = Line::read(text, style);
        if line.text.is_empty() {
            return None;
        }
        let settings = match line.position {
            Some((x, y)) => self.placed(x, y, line.alignment),
            None => markup::settings(line.alignment),
        };
        Some(Cue { start_ms, end_ms: time::repaired_end(start_ms, end_ms), text: line.text, settings })
    }

    /// `\pos(x,y)`: the point is where the text's alignment corner stands.
    fn placed(&self, x: f64, y: f64, alignment: u8) -> String {
        let percent = |value: f64, of: f64| (value / of * 100.0).clamp(0.0, 100.0).round();
        let (across, down) = (percent(x, self.width), percent(y, self.height));
        // Browsers place the top of a cue; a line of text is about a tenth of the picture.
        let top = match alignment {
            7..=9 => down,
            4..=6 => (down - 5.0).max(0.0),
            _ => (down - 10.0).max(0.0),
        };
        let side = match alignment % 3 {
            1 => "left",
            0 => "right",
            _ => "center",
        };
        format!("line:{}% position:{across}% align:{side}", top.min(90.0))
    }
}

pub(super) fn parse(text: &str) -> Vec<Cue> {
    let styles = Styles::parse(text);
    let default = "layer,start,end,style,name,marginl,marginr,marginv,effect,text";
    let mut format = fields(default);
    let mut is_events = false;
    let mut cues = Vec::new();
    for line in text.lines().map(str::trim_start) {
        if line.starts_with('[') {
            is_events = line.trim_end().eq_ignore_ascii_case("[Events]");
        } else if let Some(value) = line.strip_prefix("Format:").filter(|_| is_events) {
            format = fields(value);
        } else if let Some(value) = line.strip_prefix("Dialogue:") {
            cues.extend(dialogue(&styles, &format, value));
        }
    }
    cues
}

fn dialogue(styles: &Styles, format: &[String], value: &str) -> Option<Cue> {
    // The text is last and may hold commas.
    let values: Vec<&str> = value.splitn(format.len(), ',').collect();
    let get = |name: &str| format.iter().position(|field| field == name).and_then(|at| values.get(at)).copied();
    styles.cue(time::parse(get("start")?)?, time::parse(get("end")?)?, get("style").unwrap_or_default(), get("text")?)
}

fn fields(list: &str) -> Vec<String> {
    list.split(',').map(|field| field.trim().to_ascii_lowercase()).collect()
}

/// A line's text with its override codes carried out.
struct Line {
    text: String,
    alignment: u8,
    position: Option<(f64, f64)>,
}

impl Line {
    fn read(text: &str, style: Style) -> Self {
        let mut line = Self { text: String::with_capacity(text.len()), alignment: style.alignment, position: None };
        line.open(style);
        let mut is_drawing = false;
        let mut rest = text;
        while let Some(at) = rest.find(['{', '\\']) {
            if !is_drawing {
                line.text.push_str(&rest[..at]);
            }
            rest = &rest[at..];
            if let Some(end) = rest.find('}').filter(|_| rest.starts_with('{')) {
                line.codes(&rest[1..end], style, &mut is_drawing);
                rest = &rest[end + 1..];
                continue;
            }
            let escaped = rest[1..].chars().next();
            let (replacement, taken) = match escaped.filter(|_| rest.starts_with('\\')) {
                Some('N' | 'n') => ("\n", 2),
                Some('h') => ("\u{a0}", 2),
                Some('{') => ("{", 2),
                Some('}') => ("}", 2),
                _ => (&rest[..1], 1),
            };
            if !is_drawing {
                line.text.push_str(replacement);
            }
            rest = &rest[taken..];
        }
        if !is_drawing {
            line.text.push_str(rest);
        }
        line.text = markup::tidy_lines(&line.text);
        line
    }

    fn open(&mut self, style: Style) {
        self.text.push_str(if style.is_italic { "<i>" } else { "" });
        self.text.push_str(if style.is_bold { "<b>" } else { "" });
    }

    fn codes(&mut self, codes: &str, style: Style, is_drawing: &mut bool) {
        for code in codes.split('\\').skip(1).map(str::trim) {
            match code {
                "i1" => self.text.push_str("<i>"),
                "i0" => self.text.push_str("</i>"),
                "b0" => self.text.push_str("</b>"),
                "u1" => self.text.push_str("<u>"),
                "u0" => self.text.push_str("</u>"),
                "b1" | "b700" | "b900" => self.text.push_str("<b>"),
                _ => {}
            }
            if let Some(alignment) = markup::alignment(code) {
                self.alignment = alignment;
            } else if let Some(scale) = code.strip_prefix('p').and_then(|scale| scale.parse::<u32>().ok()) {
                *is_drawing = scale > 0;
            } else if let Some(point) = code.strip_prefix("pos(").or_else(|| code.strip_prefix("move(")) {
                let mut numbers = point.trim_end_matches(')').split(',').filter_map(|n| n.trim().parse::<f64>().ok());
                self.position = self.position.or_else(|| Some((numbers.next()?, numbers.next()?)));
            } else if code == "r" {
                self.text.push_str("</i></b></u>");
                self.open(style);
            }
        }
    }
}
