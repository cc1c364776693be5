//! Subtitle files as people have them: formats, encodings, damage; and WebVTT that nothing can break.

use proptest::prelude::*;
use revenge::domain::subtitles::{Cue, Format, Sidecar, ass::Styles, decode, parse, segment, sidecar, to_webvtt};

fn cue(start_ms: i64, end_ms: i64, text: &str) -> Cue {
    Cue { start_ms, end_ms, text: text.to_owned(), settings: String::new() }
}

#[track_caller]
fn check(file: &str, expected: &[Cue]) {
    assert_eq!(parse(file.as_bytes(), None), expected, "{file}");
}

#[test]
fn subrip_is_read_however_it_was_damaged() {
    let two = [cue(1000, 2500, "One"), cue(3000, 4000, "Two\nlines")];
    let files = [
        "1\n00:00:01,000 --> 00:00:02,500\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\nlines\n",
        // Windows and old Mac ends, byte order mark.
        "\u{feff}1\r\n00:00:01,000 --> 00:00:02,500\r\nOne\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nTwo\r\nlines\r\n",
        // No numbers.
        "00:00:01,000 --> 00:00:02,500\nOne\n\n00:00:03,000 --> 00:00:04,000\nTwo\nlines",
        // No blank lines.
        "1\n00:00:01,000 --> 00:00:02,500\nOne\n2\n00:00:03,000 --> 00:00:04,000\nTwo\nlines",
        // Blank lines inside the text, many between cues.
        "1\n00:00:01,000 --> 00:00:02,500\n\nOne\n\n\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n\nlines\n\n\n",
        // Dots, short fractions, no hours, spaces, thin arrows, coordinates.
        "1\n00:00:01.000 --> 00:00:02.5\nOne\n\n2\n00:03 -> 0:0:4,0 X1:10 X2:20\nTwo\nlines",
        "1\n 00: 00: 01, 000  -->  00: 00: 02, 500 \nOne\n\n2\n00:00:03:000 --> 00:00:04:000\nTwo\nlines",
        // Out of order, and a cue without text.
        "2\n00:00:03,000 --> 00:00:04,000\nTwo\nlines\n\n3\n00:00:09,000 --> 00:00:10,000\n\n1\n00:00:01,000 --> 00:00:02,500\nOne\n",
        // Rubbish in front.
        "Subtitles by someone\n\n1\n00:00:01,000 --> 00:00:02,500\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\nlines",
    ];
    for file in files {
        check(file, &two);
    }
}

#[test]
fn subrip_tags_become_italics_positions_or_nothing() {
    let table = [
        ("<i>One</i>", "<i>One</i>", ""),
        ("<I>One</I> <font color=\"#ff0000\">red</font>", "<i>One</i> red", ""),
        ("{\\an8}Top", "Top", "line:0"),
        ("{\\an7}Corner", "Corner", "line:0 position:5% align:left"),
        ("{\\a6}Top", "Top", "line:0"),
        ("{\\i1}One{\\i0}", "<i>One</i>", ""),
        ("{y:i}One", "<i>One", ""),
        ("I <3 you & {me}", "I <3 you & {me}", ""),
        ("a < b > c", "a < b > c", ""),
        ("Tom &amp; Jerry &lt;3", "Tom & Jerry <3", ""),
        ("A<br>B", "A\nB", ""),
        ("42", "42", ""),
    ];
    for (text, expected, settings) in table {
        let file = format!("1\n00:00:01,000 --> 00:00:02,000\n{text}\n");
        check(&file, &[Cue { settings: settings.to_owned(), ..cue(1000, 2000, expected) }]);
    }
}

#[test]
fn an_end_before_its_start_still_shows_the_text() {
    let cues = parse(b"1\n00:00:05,000 --> 00:00:01,000\nOne\n", None);
    assert_eq!((cues.len(), cues[0].start_ms), (1, 5000));
    assert!(cues[0].end_ms > 5000);
}

#[test]
fn webvtt_is_read_without_its_styles_and_notes() {
    let file = "WEBVTT - title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnot shown\n\nintro\n00:01.000 --> 00:02.500 line:10% align:start\n\
                <v Bob>Hello <c.yellow>you</c> &amp; <00:00:02.000>me\n\n01:00:03.000 --> 01:00:04.000\n- Two\n- lines\n";
    check(
        file,
        &[
            Cue { settings: "line:10% align:start".to_owned(), ..cue(1000, 2500, "Hello you & me") },
            cue(3_603_000, 3_604_000, "- Two\n- lines"),
        ],
    );
}

const SCRIPT: &str = "[Script Info]\nPlayResX: 1920\nPlayResY: 1080\n\n[V4+ Styles]\n\
    Format: Name, Fontname, Fontsize, PrimaryColour, Bold, Italic, Alignment\n\
    Style: Default,Arial,20,&H00FFFFFF,0,0,2\nStyle: Top,Arial,20,&H00FFFFFF,0,-1,8\n\n[Events]\n\
    Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";

#[track_caller]
fn check_ass(dialogue: &str, text: &str, settings: &str) {
    let file = format!("{SCRIPT}Dialogue: 0,0:00:01.00,0:00:02.50,{dialogue}\n");
    let expected = Cue { settings: settings.to_owned(), ..cue(1000, 2500, text) };
    let expected: &[Cue] = if text.is_empty() { &[] } else { &[expected] };
    check(&file, expected);
}

#[test]
fn ass_lines_lose_their_effects_and_keep_their_words() {
    check_ass("Default,,0,0,0,,Hello, you", "Hello, you", "");
    check_ass("Default,,0,0,0,,One\\NTwo\\hthree\\nfour", "One\nTwo\u{a0}three\nfour", "");
    check_ass("Default,,0,0,0,,{\\fad(200,200)\\blur2}Hello {\\c&H0000FF&}red", "Hello red", "");
    check_ass("Default,,0,0,0,,{\\i1}Hello{\\i0} you", "<i>Hello</i> you", "");
    check_ass("Default,,0,0,0,,{\\k20}ka{\\k30}ra{\\kf10}oke", "karaoke", "");
    check_ass("Default,,0,0,0,,{a comment}Hello", "Hello", "");
    check_ass("Default,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}", "", "");
    check_ass("Default,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}Sign", "Sign", "");
    check_ass("Default,,0,0,0,,{\\an8}Above", "Above", "line:0");
    check_ass("Default,,0,0,0,,{\\a6}Above", "Above", "line:0");
    check_ass("Default,,0,0,0,,{\\an7\\pos(192,540)}Sign", "Sign", "line:50% position:10% align:left");
    check_ass("Top,,0,0,0,,Thought", "<i>Thought", "line:0");
    check_ass("Unknown,,0,0,0,,Hello", "Hello", "");
    check_ass("Default,,0,0,0,,  ", "", "");
    check_ass("Default,,0,0,0,,{unclosed", "{unclosed", "");
}

#[test]
fn ass_shows_dialogue_only_and_layers_once() {
    let file = format!(
        "{SCRIPT}Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,note\n\
         Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,Twice\nDialogue: 1,0:00:03.00,0:00:04.00,Default,,0,0,0,,Twice\n\
         Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,First\n"
    );
    check(&file, &[cue(1000, 2000, "First"), cue(3000, 4000, "Twice")]);
}

#[test]
fn old_ssa_scripts_are_read_by_their_own_alignment() {
    let file = "[Script Info]\nScriptType: v4.00\n\n[V4 Styles]\nFormat: Name, Alignment\nStyle: Default,6\n\n[Events]\n\
                Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
                Dialogue: Marked=0,0:00:01.00,0:00:02.00,*Default,,0000,0000,0000,,Above, all\n";
    check(file, &[Cue { settings: "line:0".to_owned(), ..cue(1000, 2000, "Above, all") }]);
}

#[test]
fn matroska_lines_use_the_styles_of_their_header() {
    let styles = Styles::parse(SCRIPT);
    let cue = styles.block(1000, 2000, "7,0,Top,,0,0,0,,Well, {\\b1}well").expect("a line with text");
    assert_eq!((cue.text.as_str(), cue.settings.as_str()), ("<i>Well, <b>well", "line:0"));
    assert_eq!(styles.block(1000, 2000, "rubbish"), None);
}

#[test]
fn microdvd_frames_become_times() {
    check(
        "{1}{1}25\n{25}{50}One|two\n{75}{100}{y:i}Three\n",
        &[cue(1000, 2000, "One\ntwo"), cue(3000, 4000, "<i>Three")],
    );
    check("{24}{48}One\n", &[cue(1001, 2002, "One")]);
}

/// Dialogue of a kind with many letters of its script; long enough to be a short file, not a corpus.
pub const LANGUAGES: [(&str, &[&str]); 13] = [
    (
        "windows-1252",
        &[
            "Où étais-tu hier soir ?",
            "Je n'ai pas réussi à dormir, ça m'inquiète.",
            "C'était déjà l'été, à côté de la forêt.",
            "Garçon, un café s'il vous plaît !",
        ],
    ),
    (
        "windows-1252",
        &[
            "Wir müssen zurück, bevor es zu spät ist.",
            "Schöne Grüße an deine Mutter!",
            "Das weiß ich doch längst.",
            "Hör auf, mich zu fragen, ob ich dich gehört hätte.",
        ],
    ),
    (
        "windows-1250",
        &[
            "Gdzie byłeś wczoraj wieczorem?",
            "Nie mogłem zasnąć, coś mnie martwi.",
            "Chodźmy stąd, zanim będzie za późno.",
            "Myślę, że już się kiedyś spotkaliśmy, panie Żółć.",
        ],
    ),
    (
        "windows-1250",
        &[
            "Kde jsi byl včera večer?",
            "Nemohl jsem usnout, něco mě trápí.",
            "Pojďme odtud, než bude příliš pozdě.",
            "Žluťoučký kůň úpěl ďábelské ódy.",
        ],
    ),
    (
        "windows-1251",
        &[
            "Где ты был вчера вечером?",
            "Я не мог заснуть, меня что-то беспокоит.",
            "Пойдём отсюда, пока не поздно.",
            "Мне кажется, мы уже встречались.",
        ],
    ),
    (
        "KOI8-R",
        &[
            "Где ты был вчера вечером?",
            "Я не мог заснуть, меня что-то беспокоит.",
            "Пойдём отсюда, пока не поздно.",
            "Мне кажется, мы уже встречались.",
        ],
    ),
    (
        "windows-1253",
        &[
            "Πού ήσουν χθες το βράδυ;",
            "Δεν μπορούσα να κοιμηθώ, κάτι με ανησυχεί.",
            "Πάμε να φύγουμε πριν να είναι αργά.",
            "Νομίζω ότι έχουμε ξανασυναντηθεί.",
        ],
    ),
    (
        "windows-1254",
        &[
            "Dün akşam neredeydin?",
            "Uyuyamadım, bir şey beni endişelendiriyor.",
            "Çok geç olmadan buradan gidelim.",
            "Sanırım daha önce karşılaşmıştık, değil mi?",
        ],
    ),
    (
        "windows-1255",
        &[
            "איפה היית אתמול בערב?",
            "לא הצלחתי להירדם, משהו מטריד אותי.",
            "בוא נלך מכאן לפני שיהיה מאוחר מדי.",
            "נדמה לי שכבר נפגשנו.",
        ],
    ),
    (
        "windows-1256",
        &[
            "أين كنت مساء أمس؟",
            "لم أستطع النوم، هناك شيء يقلقني.",
            "لنذهب من هنا قبل فوات الأوان.",
            "أعتقد أننا التقينا من قبل.",
        ],
    ),
    (
        "Shift_JIS",
        &[
            "昨日の夜はどこにいたの？",
            "眠れなかった。何かが心配なんだ。",
            "手遅れになる前にここから出よう。",
            "前にも会ったことがあると思う。",
        ],
    ),
    (
        "gb18030",
        &["你昨天晚上在哪里？", "我睡不着，有些事情让我担心。", "趁还来得及，我们离开这里吧。", "我想我们以前见过面。"],
    ),
    (
        "EUC-KR",
        &[
            "어젯밤에 어디 있었어?",
            "잠을 잘 수가 없었어, 뭔가 걱정돼.",
            "너무 늦기 전에 여기서 나가자.",
            "우리 전에 만난 적이 있는 것 같아.",
        ],
    ),
];

fn srt_of(lines: &[&str]) -> String {
    let cues = lines.iter().enumerate().map(|(n, line)| {
        format!("{}\r\n00:00:{:02},040 --> 00:00:{:02},960\r\n{line}\r\n\r\n", n + 1, n * 2, n * 2 + 1)
    });
    cues.collect()
}

#[track_caller]
fn check_encoding(name: &str, bytes: &[u8], lines: &[&str]) {
    let cues = parse(bytes, None);
    let texts: Vec<&str> = cues.iter().map(|cue| cue.text.as_str()).collect();
    assert_eq!(texts, lines, "{name}");
    for (n, cue) in cues.iter().enumerate() {
        assert_eq!((cue.start_ms, cue.end_ms), (n as i64 * 2000 + 40, n as i64 * 2000 + 1960), "{name}");
    }
}

#[test]
fn old_encodings_are_told_apart_by_their_text() {
    for (name, lines) in LANGUAGES {
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).expect("a known encoding");
        let text = srt_of(lines);
        let (bytes, _, has_failed) = encoding.encode(&text);
        assert!(!has_failed, "{name} has all letters of its text");
        check_encoding(name, &bytes, lines);
        check_encoding("UTF-8", text.as_bytes(), lines);
        check_encoding("UTF-8 with mark", format!("\u{feff}{text}").as_bytes(), lines);
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        check_encoding("UTF-16LE", &little, lines);
        check_encoding("UTF-16BE", &big, lines);
        check_encoding("UTF-16LE with mark", &[&[0xff, 0xfe][..], &little].concat(), lines);
        check_encoding("UTF-16BE with mark", &[&[0xfe, 0xff][..], &big].concat(), lines);
    }
}

#[test]
fn big5_is_known_from_gb18030() {
    let lines =
        ["你昨天晚上在哪裡？", "我睡不著，有些事情讓我擔心。", "趁還來得及，我們離開這裡吧。", "我想我們以前見過面。"];
    let text = srt_of(&lines);
    let (bytes, _, _) = encoding_rs::BIG5.encode(&text);
    check_encoding("Big5", &bytes, &lines);
}

#[test]
fn one_broken_byte_does_not_spoil_a_utf_8_file() {
    let mut bytes = srt_of(LANGUAGES[4].1).into_bytes();
    let at = bytes.iter().position(|byte| *byte > 0x80).expect("Cyrillic text");
    bytes.remove(at);
    let text = decode(&bytes, None);
    assert!(text.contains("вчера вечером"), "{text}");
}

#[test]
fn the_file_name_helps_where_the_text_is_short() {
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode("1\n00:00:01,000 --> 00:00:02,000\nŻółw\n");
    assert_eq!(parse(&bytes, Some("pl"))[0].text, "Żółw");
}

#[test]
fn webvtt_is_written_with_absolute_times_and_a_timestamp_map() {
    let cues = [
        Cue { settings: "line:0".to_owned(), ..cue(1000, 2500, "One") },
        cue(3_603_000, 360_000_000, "<i>Two</i>\nlines"),
    ];
    assert_eq!(
        to_webvtt(&cues, Some(0)),
        "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n\n00:00:01.000 --> 00:00:02.500 line:0\nOne\n\n\
         01:00:03.000 --> 100:00:00.000\n<i>Two</i>\nlines\n"
    );
    assert_eq!(to_webvtt(&[], None), "WEBVTT\n");
}

#[test]
fn no_text_breaks_out_of_its_cue() {
    let table = [
        ("00:00 --> 00:01", "00:00 --&gt; 00:01"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a & b < c", "a &amp; b &lt; c"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("<i>open", "<i>open</i>"),
        ("close</i>", "close"),
        ("<i>a<b>b</i>c</b>", "<i>a<b>b</b></i><b>c</b>"),
        ("<i onclick=x>a", "&lt;i onclick=x&gt;a"),
        ("one\n\n\r\n\rtwo", "one\ntwo"),
        ("bell\u{7}\u{0}", "bell"),
    ];
    for (text, expected) in table {
        let written = to_webvtt(&[cue(0, 1000, text)], None);
        assert_eq!(written, format!("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n{expected}\n"), "{text:?}");
    }
    let bad = Cue {
        settings: "line:0\n\nNOTE x align:--> region:r position:10%;x line:-1 size:50%".to_owned(),
        ..cue(0, 1000, "x")
    };
    assert_eq!(to_webvtt(&[bad], None), "WEBVTT\n\n00:00:00.000 --> 00:00:01.000 line:0 line:-1 size:50%\nx\n");
}

#[test]
fn a_segment_holds_every_cue_that_is_visible_in_it() {
    let cues = [
        cue(0, 10_000, "long"),
        cue(1000, 2000, "a"),
        cue(5000, 6000, "b"),
        cue(6000, 7000, "c"),
        cue(12_000, 13_000, "d"),
    ];
    let texts = |start, end| segment(&cues, start, end).into_iter().map(|cue| cue.text).collect::<Vec<_>>();
    assert_eq!(texts(0, 6000), ["long", "a", "b"]);
    assert_eq!(texts(6000, 12_000), ["long", "c"]);
    assert_eq!(texts(12_000, 18_000), ["d"]);
    assert!(texts(18_000, 24_000).is_empty());
}

#[test]
fn side_car_names_say_language_and_purpose() {
    let table: [(&str, Option<&str>, &str, Option<&str>); 30] = [
        ("Film.srt", None, "", None),
        ("Film.en.srt", Some("en"), "", None),
        ("Film.en.forced.srt", Some("en"), "forced", None),
        ("Film.forced.en.srt", Some("en"), "forced", None),
        ("Film.pt-BR.sdh.ass", Some("pt-BR"), "hi", None),
        ("Film.pt_BR.srt", Some("pt-BR"), "", None),
        ("Film.German.srt", Some("de"), "", None),
        ("Film.Deutsch.forced.srt", Some("de"), "forced", None),
        ("Film.en.hi.srt", Some("en"), "hi", None),
        ("Film.hi.en.srt", Some("en"), "hi", None),
        ("Film.hi.srt", Some("hi"), "", None),
        ("Film.hi.hi.srt", Some("hi"), "hi", None),
        ("Film.hi.forced.srt", Some("hi"), "forced", None),
        ("Film.eng.srt", Some("en"), "", None),
        ("Film.ger.vtt", Some("de"), "", None),
        ("Film.en.cc.srt", Some("en"), "hi", None),
        ("Film.zh-Hans.srt", Some("zh-Hans"), "", None),
        ("Film.zh-TW.srt", Some("zh-TW"), "", None),
        ("Film.es-419.srt", Some("es-419"), "", None),
        ("Film.en-us.srt", Some("en-US"), "", None),
        ("Film_en.srt", Some("en"), "", None),
        ("Film - English.srt", Some("en"), "", None),
        ("Film (English) (SDH).srt", Some("en"), "hi", None),
        ("Film.en.Commentary.srt", Some("en"), "", Some("Commentary")),
        ("Film.Director Commentary.en.srt", Some("en"), "", Some("Director Commentary")),
        ("Film.en.default.srt", Some("en"), "", None),
        ("Film.2.en.srt", Some("en"), "", None),
        ("FILM.EN.SRT", Some("en"), "", None),
        ("Film.chs.ass", Some("zh-Hans"), "", None),
        ("Film.en.hearing impaired.srt", Some("en"), "hi", None),
    ];
    for (name, language, flags, title) in table {
        let Sidecar { language: found, forced, hearing_impaired, title: rest, .. } = sidecar("Film", name).expect(name);
        assert_eq!(found.as_deref(), language, "{name}");
        assert_eq!((forced, hearing_impaired), (flags == "forced", flags == "hi"), "{name}");
        assert_eq!(rest.as_deref(), title, "{name}");
    }
    for other in ["Film2.srt", "Other.srt", "Film.en.txt", "Film.mkv", "Filmen.srt", ".srt", ""] {
        assert_eq!(sidecar("Film", other), None, "{other}");
    }
    assert_eq!(
        sidecar("Film.2010.1080p", "Film.2010.1080p.de.ssa").map(|s| (s.language, s.format)),
        Some((Some("de".to_owned()), Format::Ass))
    );
    assert_eq!(sidecar("", "2_English.srt").and_then(|s| s.language).as_deref(), Some("en"));
}

proptest! {
    #[test]
    fn any_bytes_give_cues_that_webvtt_can_hold(bytes in prop::collection::vec(any::<u8>(), 0..400), start in 0_i64..100_000) {
        let _ = parse(&bytes, None);
        let file = [&b"1\n00:00:01,000 --> 00:00:02,000\n"[..], &bytes].concat();
        for cue in parse(&file, None) {
            prop_assert!(cue.end_ms > cue.start_ms);
        }
        let _ = segment(&parse(&file, None), start, start + 6000);
    }

    #[test]
    fn any_text_comes_back_from_webvtt_as_one_cue(text in "\\PC{0,80}", more in "[<>&ib/u{}\\\\ -]{0,40}", settings in "\\PC{0,40}") {
        // Position codes are read in WebVTT too, because converters leave them in.
        let text = format!("x{text}\n{more}").replace('{', "(");
        let written = to_webvtt(&[Cue { settings, ..cue(1000, 2000, &text) }], Some(0));
        prop_assert_eq!(written.matches("-->").count(), 1);
        let back = parse(written.as_bytes(), None);
        prop_assert_eq!(back.len(), 1);
        prop_assert_eq!((back[0].start_ms, back[0].end_ms), (1000, 2000));
        prop_assert_eq!(to_webvtt(&back, Some(0)), written);
    }

    #[test]
    fn any_ass_line_is_read(text in "[\\PC{}\\\\Nnhp0-9a-z(),]{0,80}") {
        let _ = Styles::parse(SCRIPT).block(0, 1000, &format!("0,0,Default,,0,0,0,,{text}"));
        let _ = Styles::parse(&text);
    }

    #[test]
    fn any_name_is_a_side_car_or_not(stem in "\\PC{0,20}", name in "\\PC{0,40}") {
        let _ = sidecar(&stem, &name);
        let _ = sidecar(&stem, &format!("{stem}{name}.srt"));
    }
}
