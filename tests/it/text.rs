//! Folding, sorting and searching of titles.

use proptest::prelude::*;
use revenge::domain::text::{first_letter, fold, match_key, search_query, search_text, sort_title};

#[test]
fn folding_strips_marks_and_case_but_keeps_scripts() {
    let table = [
        ("Amélie", "amelie"),
        ("GRÜN", "grun"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Æon Flux", "aeon flux"),
        ("Cœur", "coeur"),
        ("Søren", "soren"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("ısı", "isi"),
        ("Đorđe", "dorde"),
        ("Þór", "thor"),
        ("Ångström", "angstrom"),
        ("Сталкер", "сталкер"),
        ("Ёлки", "елки"),
        ("Οδύσσεια", "οδυσσεια"),
        ("ＡＢＣ１２", "abc12"),
        ("ﬁlm", "film"),
        ("ガンダム", "ガンダム"),
        ("が", "が"),
        ("기생충", "기생충"),
        ("वीर", "वीर"),
        ("Don’t", "don't"),
    ];
    for (text, folded) in table {
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[test]
fn different_spellings_of_one_title_share_a_match_key() {
    let same = [
        ["Spider-Man", "Spiderman"],
        ["Spider-Man", "Spider Man"],
        ["S.W.A.T.", "SWAT"],
        ["WALL·E", "WALL-E"],
        ["Law & Order", "Law and Order"],
        ["Amélie", "Amelie"],
        ["Mission: Impossible", "Mission Impossible"],
        ["Ocean's Eleven", "Oceans Eleven"],
        ["Ocean’s Eleven", "Ocean's Eleven"],
        ["Tick, Tick... Boom!", "tick tick BOOM"],
        ["Am\u{e9}lie", "Ame\u{301}lie"],
    ];
    for [one, other] in same {
        assert_eq!(match_key(one), match_key(other), "{one} / {other}");
    }
    let different = [["The Thing", "Thing"], ["Rocky II", "Rocky III"], ["かき", "がき"], ["!!!", "???"], ["M", "N"]];
    for [one, other] in different {
        assert_ne!(match_key(one), match_key(other), "{one} / {other}");
    }
}

#[test]
fn sort_titles_put_shelves_in_the_order_that_people_expect() {
    let table = [
        ("The Matrix", "matrix"),
        ("A Beautiful Mind", "beautiful mind"),
        ("An Education", "education"),
        ("Der Untergang", "untergang"),
        ("Die Welle", "welle"),
        ("Das Boot", "boot"),
        ("Les Misérables", "miserables"),
        ("L'Avventura", "avventura"),
        ("Le Samouraï", "samourai"),
        ("El Topo", "topo"),
        ("Il Postino", "postino"),
        ("De Aanslag", "aanslag"),
        ("Die Hard", "die hard"),
        ("La La Land", "la la land"),
        ("Los Angeles Plays Itself", "los angeles plays itself"),
        ("A.I. Artificial Intelligence", "a i artificial intelligence"),
        ("The A-Team", "a team"),
        ("A-Haunting We Will Go", "a haunting we will go"),
        ("A", "a"),
        ("The", "the"),
        ("Theodora", "theodora"),
        ("Rocky 2", "rocky 000002"),
        ("300", "000300"),
        ("…And Justice for All", "and justice for all"),
        ("\"Crocodile\" Dundee", "crocodile dundee"),
        ("Сталкер", "сталкер"),
        ("???", "???"),
    ];
    for (title, expected) in table {
        assert_eq!(sort_title(title), expected, "{title}");
    }
    let ordered = [
        "2 Guns",
        "10 Cloverfield Lane",
        "12 Monkeys",
        "101 Dalmatians",
        "1917",
        "Alien",
        "Alien 3",
        "Alien 10",
        "The Zone",
    ];
    let keys: Vec<String> = ordered.iter().map(|title| sort_title(title)).collect();
    assert!(keys.is_sorted(), "{keys:?}");
}

/// What the search box does: every typed word is part of the stored text.
fn finds(query: &str, title: &str) -> bool {
    let text = search_text(title);
    search_query(query).split(' ').all(|word| text.contains(word))
}

#[test]
fn umlauts_are_found_however_they_are_typed() {
    for title in ["Der grüne Bogenschütze", "Der gruene Bogenschuetze"] {
        for query in ["grun", "gruen", "grün", "GRÜN", "bogenschutz", "bogenschuetz"] {
            assert!(finds(query, title), "{query} in {title}: {}", search_text(title));
        }
    }
    for (query, title) in [
        ("amelie", "Amélie"),
        ("strasse", "Die Straße"),
        ("soeren", "Søren"),
        ("soren", "Søren"),
        ("spiderman", "Spider-Man"),
        ("spider man", "Spider-Man"),
        ("swat", "S.W.A.T."),
        ("law and order", "Law & Order"),
        ("oceans", "Ocean's Eleven"),
        ("сталк", "Сталкер"),
        ("елки", "Ёлки"),
        ("гaнд", "гaндaм"),
        ("aa leve", "Å leve"),
    ] {
        assert!(finds(query, title), "{query} in {title}: {}", search_text(title));
    }
    assert!(!finds("rot", "Der grüne Bogenschütze"));
}

#[test]
fn letters_bar_has_one_entry_per_title() {
    for (title, letter) in [
        ("The Matrix", 'M'),
        ("Épicé", 'E'),
        ("300", '#'),
        ("Сталкер", 'С'),
        ("???", '#'),
        ("", '#'),
        ("ガンダム", 'ガ'),
    ] {
        assert_eq!(first_letter(&sort_title(title)), letter, "{title}");
    }
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,60}") {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn no_title_is_without_sort_title(title in "\\PC{1,60}") {
        prop_assume!(!title.trim().is_empty());
        prop_assert!(!sort_title(&title).is_empty());
        let _ = (search_text(&title), match_key(&title), first_letter(&title));
    }

    #[test]
    fn a_title_is_found_by_its_own_words(title in "[A-Za-zäöüÄÖÜßéèçøåłñ0-9 .,&'-]{1,40}") {
        prop_assert!(finds(&title, &title));
    }
}
