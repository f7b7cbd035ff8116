//! Characters that readers cannot see or cannot tell apart.

/// How a character disturbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// It is not shown, or changes how its neighbours are shown.
    Invisible,
    /// It joins its neighbours into one sign, such as an emoji, and is invisible elsewhere.
    Joiner,
    /// It looks like a space.
    Space,
    /// It is drawn onto the character before it.
    Combining,
}

/// Odd characters, by their last code point, with the name of each if they have one in common.
#[rustfmt::skip]
const ODD: &[(u32, u32, Oddity, &str)] = {
    use Oddity::{Combining, Invisible, Joiner, Space};
    &[
        (0x0000, 0x0000, Invisible, "NULL"),
        (0x0001, 0x0007, Invisible, "CONTROL CHARACTER"),
        (0x0008, 0x0008, Invisible, "BACKSPACE"),
        (0x000B, 0x000B, Invisible, "LINE TABULATION"),
        (0x000C, 0x000C, Invisible, "FORM FEED"),
        (0x000D, 0x000D, Invisible, "CARRIAGE RETURN"),
        (0x000E, 0x001A, Invisible, "CONTROL CHARACTER"),
        (0x001B, 0x001B, Invisible, "ESCAPE"),
        (0x001C, 0x001F, Invisible, "CONTROL CHARACTER"),
        (0x007F, 0x007F, Invisible, "DELETE"),
        (0x0080, 0x0084, Invisible, "CONTROL CHARACTER"),
        (0x0085, 0x0085, Invisible, "NEXT LINE"),
        (0x0086, 0x009F, Invisible, "CONTROL CHARACTER"),
        (0x00A0, 0x00A0, Space, "NO-BREAK SPACE"),
        (0x00AD, 0x00AD, Invisible, "SOFT HYPHEN"),
        (0x0300, 0x034E, Combining, "COMBINING MARK"),
        (0x034F, 0x034F, Invisible, "COMBINING GRAPHEME JOINER"),
        (0x0350, 0x036F, Combining, "COMBINING MARK"),
        (0x0600, 0x0605, Invisible, "ARABIC NUMBER MARK"),
        (0x061C, 0x061C, Invisible, "ARABIC LETTER MARK"),
        (0x115F, 0x1160, Invisible, "HANGUL FILLER"),
        (0x1680, 0x1680, Space, "OGHAM SPACE MARK"),
        (0x17B4, 0x17B5, Invisible, "KHMER INHERENT VOWEL"),
        (0x180B, 0x180F, Invisible, "MONGOLIAN SEPARATOR"),
        (0x1AB0, 0x1AFF, Combining, "COMBINING MARK"),
        (0x1DC0, 0x1DFF, Combining, "COMBINING MARK"),
        (0x2000, 0x2001, Space, "QUAD SPACE"),
        (0x2002, 0x2002, Space, "EN SPACE"),
        (0x2003, 0x2003, Space, "EM SPACE"),
        (0x2004, 0x2006, Space, "PART OF AN EM SPACE"),
        (0x2007, 0x2007, Space, "FIGURE SPACE"),
        (0x2008, 0x2008, Space, "PUNCTUATION SPACE"),
        (0x2009, 0x2009, Space, "THIN SPACE"),
        (0x200A, 0x200A, Space, "HAIR SPACE"),
        (0x200B, 0x200B, Invisible, "ZERO WIDTH SPACE"),
        (0x200C, 0x200C, Joiner, "ZERO WIDTH NON-JOINER"),
        (0x200D, 0x200D, Joiner, "ZERO WIDTH JOINER"),
        (0x200E, 0x200E, Invisible, "LEFT-TO-RIGHT MARK"),
        (0x200F, 0x200F, Invisible, "RIGHT-TO-LEFT MARK"),
        (0x2028, 0x2028, Invisible, "LINE SEPARATOR"),
        (0x2029, 0x2029, Invisible, "PARAGRAPH SEPARATOR"),
        (0x202A, 0x202A, Invisible, "LEFT-TO-RIGHT EMBEDDING"),
        (0x202B, 0x202B, Invisible, "RIGHT-TO-LEFT EMBEDDING"),
        (0x202C, 0x202C, Invisible, "POP DIRECTIONAL FORMATTING"),
        (0x202D, 0x202D, Invisible, "LEFT-TO-RIGHT OVERRIDE"),
        (0x202E, 0x202E, Invisible, "RIGHT-TO-LEFT OVERRIDE"),
        (0x202F, 0x202F, Space, "NARROW NO-BREAK SPACE"),
        (0x205F, 0x205F, Space, "MEDIUM MATHEMATICAL SPACE"),
        (0x2060, 0x2060, Invisible, "WORD JOINER"),
        (0x2061, 0x2064, Invisible, "INVISIBLE OPERATOR"),
        (0x2065, 0x2065, Invisible, "UNASSIGNED"),
        (0x2066, 0x2066, Invisible, "LEFT-TO-RIGHT ISOLATE"),
        (0x2067, 0x2067, Invisible, "RIGHT-TO-LEFT ISOLATE"),
        (0x2068, 0x2068, Invisible, "FIRST STRONG ISOLATE"),
        (0x2069, 0x2069, Invisible, "POP DIRECTIONAL ISOLATE"),
        (0x206A, 0x206F, Invisible, "DEPRECATED FORMAT CHARACTER"),
        (0x20D0, 0x20FF, Combining, "COMBINING MARK"),
        (0x2800, 0x2800, Space, "BRAILLE PATTERN BLANK"),
        (0x3000, 0x3000, Space, "IDEOGRAPHIC SPACE"),
        (0x3099, 0x309A, Combining, "COMBINING MARK"),
        (0x3164, 0x3164, Invisible, "HANGUL FILLER"),
        (0xE000, 0xF8FF, Invisible, "PRIVATE USE"),
        (0xFE00, 0xFE0F, Joiner, "VARIATION SELECTOR"),
        (0xFE20, 0xFE2F, Combining, "COMBINING MARK"),
        (0xFEFF, 0xFEFF, Invisible, "ZERO WIDTH NO-BREAK SPACE"),
        (0xFFA0, 0xFFA0, Invisible, "HALFWIDTH HANGUL FILLER"),
        (0xFFF0, 0xFFFB, Invisible, "INTERLINEAR ANNOTATION"),
        (0xFFFC, 0xFFFC, Invisible, "OBJECT REPLACEMENT CHARACTER"),
        (0xFFFD, 0xFFFD, Invisible, "REPLACEMENT CHARACTER"),
        (0xFFFE, 0xFFFF, Invisible, "NOT A CHARACTER"),
        (0x1BCA0, 0x1BCA3, Invisible, "SHORTHAND FORMAT CHARACTER"),
        (0x1D173, 0x1D17A, Invisible, "MUSICAL FORMAT CHARACTER"),
        (0xE0000, 0xE00FF, Invisible, "TAG"),
        (0xE0100, 0xE01EF, Joiner, "VARIATION SELECTOR"),
        (0xE01F0, 0xE0FFF, Invisible, "UNASSIGNED"),
        (0xF0000, 0x10FFFF, Invisible, "PRIVATE USE"),
    ]
};

fn entry(c: char) -> Option<&'static (u32, u32, Oddity, &'static str)> {
    let code = u32::from(c);
    let index = ODD.partition_point(|(_, last, ..)| *last < code);
    ODD.get(index).filter(|(first, ..)| *first <= code)
}

/// Returns how a character disturbs, if it does.
pub(crate) fn oddity(c: char) -> Option<Oddity> {
    // All text but that of a few operations is ASCII.
    let is_plain = matches!(c, '\n' | '\t' | ' '..='~');
    if is_plain {
        return None;
    }
    entry(c).map(|(_, _, oddity, _)| *oddity)
}

/// Returns a text without the characters that nobody sees, which texts of other sources may
/// contain.
///
/// ```
/// assert_eq!(live_spec::without_invisible("Not\u{200b}Found"), "NotFound");
/// ```
#[must_use]
pub fn without_invisible(text: &str) -> String {
    text.chars()
        .filter(|c| oddity(*c) != Some(Oddity::Invisible))
        .collect()
}

/// Returns the code point of a character with its name, such as `U+200B ZERO WIDTH SPACE`.
pub(crate) fn described(c: char) -> String {
    match entry(c) {
        Some((.., name)) => format!("U+{:04X} {name}", u32::from(c)),
        None => format!("U+{:04X} `{c}`", u32::from(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(ODD.iter().all(|(first, last, ..)| first <= last));
        assert!(ODD.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn odd_characters_have_names_and_others_are_not_odd() {
        assert_eq!(described('\u{200b}'), "U+200B ZERO WIDTH SPACE");
        assert_eq!(oddity('\u{a0}'), Some(Oddity::Space));
        assert_eq!(oddity('\u{301}'), Some(Oddity::Combining));
        for c in ('\0'..' ').chain('\u{7f}'..='\u{9f}') {
            let expected = (!matches!(c, '\n' | '\t')).then_some(Oddity::Invisible);
            assert_eq!(oddity(c), expected, "{c:?}");
        }
        for c in "\n\taé直🎥，：’…".chars() {
            assert_eq!(oddity(c), None, "{c}");
        }
    }
}
