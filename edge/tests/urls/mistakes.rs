//! Bad input: each error names the part, and says what to do in one line.

use std::time::{Duration, UNIX_EPOCH};

use alibabacloud_live_edge::url::{
    Given, IngestUrl, Part, PlaybackProtocol, PlaybackUrl, Problem, TimeShift, UrlBuilder,
    UrlError, UrlSigner,
};
use proptest::prelude::*;

fn ingest(domain: &str, app: &str, stream: &str) -> Result<IngestUrl, UrlError> {
    IngestUrl::builder()
        .domain(domain)
        .app(app)
        .stream(stream)
        .build()
}

fn playback() -> UrlBuilder<PlaybackUrl, Given, Given, Given> {
    PlaybackUrl::builder()
        .domain("play.example.com")
        .app("live")
        .stream("camera-1")
}

#[test]
fn a_domain_is_a_host_name() {
    for (domain, problem) in [
        ("", Problem::Empty),
        ("rtmp://push.example.com", Problem::Scheme),
        ("push.example.com/live", Problem::Path),
        ("push.example.com?a=b", Problem::Path),
        ("user@push.example.com", Problem::User),
        ("[2001:db8::1]", Problem::Character('[')),
        ("push.example.com:1935/live", Problem::Path),
        (" push.example.com", Problem::Character(' ')),
        ("push.example.com\n", Problem::Character('\n')),
        ("push.example.com:1935", Problem::Port),
        ("push.example.com ", Problem::Character(' ')),
        ("push_1.example.com", Problem::Character('_')),
        ("müsli.example.com", Problem::Character('ü')),
        ("push..example.com", Problem::Malformed),
        ("push.example.com.", Problem::Malformed),
        ("-push.example.com", Problem::Malformed),
        ("push-.example.com", Problem::Malformed),
    ] {
        let error = ingest(domain, "live", "camera-1").unwrap_err();
        assert_eq!(
            (error.part(), error.problem()),
            (Part::Domain, problem),
            "{domain}"
        );
    }
    let long = format!("{}.com", "a".repeat(64));
    assert!(ingest(&long, "live", "camera-1").is_err());
    let long = "a.".repeat(130) + "com";
    assert!(ingest(&long, "live", "camera-1").is_err());
}

#[test]
fn names_have_no_characters_that_clients_may_encode() {
    for character in "/?#%&=+,:@*\\\" \n\u{0}äж中".chars() {
        let name = format!("a{character}b");
        let error = ingest("push.example.com", &name, "camera-1").unwrap_err();
        assert_eq!(
            (error.part(), error.problem()),
            (Part::App, Problem::Character(character))
        );
        let error = ingest("push.example.com", "live", &name).unwrap_err();
        assert_eq!(
            (error.part(), error.problem()),
            (Part::Stream, Problem::Character(character))
        );
        let error = playback().transcoded(name).build().unwrap_err();
        assert_eq!(
            (error.part(), error.problem()),
            (Part::Template, Problem::Character(character))
        );
    }
    for name in [".", ".."] {
        let error = ingest("push.example.com", "live", name).unwrap_err();
        assert_eq!(
            (error.part(), error.problem()),
            (Part::Stream, Problem::Reserved)
        );
    }
    assert_eq!(
        ingest("push.example.com", "live", "")
            .unwrap_err()
            .problem(),
        Problem::Empty
    );
}

#[test]
fn names_are_as_long_as_documented_at_most() {
    let name = "a".repeat(256);
    let long = "a".repeat(257);
    assert!(ingest("push.example.com", &name, &name).is_ok());
    assert!(playback().transcoded(name.as_str()).build().is_ok());
    for (error, part) in [
        (ingest("push.example.com", &long, "a").err(), Part::App),
        (ingest("push.example.com", "a", &long).err(), Part::Stream),
        (
            playback().transcoded(long.as_str()).build().err(),
            Part::Template,
        ),
    ] {
        let error = error.unwrap();
        assert_eq!((error.part(), error.problem()), (part, Problem::TooLong));
        assert!(
            error
                .to_string()
                .ends_with("is too long; use at most 256 characters")
        );
    }
}

#[test]
fn options_that_do_not_fit_together_are_refused() {
    for (builder, part, problem) in [
        (
            playback().transcoded("sd").delayed(),
            Part::Template,
            Problem::Conflict,
        ),
        (
            playback().transcoded("sd").subtitles("en"),
            Part::Template,
            Problem::Conflict,
        ),
        (
            playback().protocol(PlaybackProtocol::Rtmp).https(),
            Part::Protocol,
            Problem::Conflict,
        ),
        (
            playback().protocol(PlaybackProtocol::Flv).packaged(),
            Part::Packaging,
            Problem::Unsupported,
        ),
        (
            playback()
                .protocol(PlaybackProtocol::Flv)
                .time_shift(TimeShift::back(Duration::from_secs(1))),
            Part::TimeShift,
            Problem::Unsupported,
        ),
        (
            playback().time_shift(TimeShift::back(Duration::from_millis(999))),
            Part::TimeShift,
            Problem::NotPositive,
        ),
        (
            playback().time_shift(TimeShift::between(UNIX_EPOCH, UNIX_EPOCH)),
            Part::TimeShift,
            Problem::NotPositive,
        ),
        (
            playback().time_shift(TimeShift::since(UNIX_EPOCH - Duration::from_secs(1))),
            Part::TimeShift,
            Problem::Before1970,
        ),
        (
            playback().query("auth_key", "1"),
            Part::Query,
            Problem::Reserved,
        ),
        (playback().query("", "1"), Part::Query, Problem::Empty),
        (
            playback().query("a", "1").query("b", "1").query("a", "2"),
            Part::Query,
            Problem::Repeated,
        ),
        (
            playback().query("aliyunols", "off").packaged(),
            Part::Query,
            Problem::Repeated,
        ),
        (
            playback()
                .time_shift(TimeShift::back(Duration::from_secs(9)))
                .query("lhs_offset_unix_s_0", "8"),
            Part::Query,
            Problem::Repeated,
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!((error.part(), error.problem()), (part, problem));
    }
}

#[test]
fn a_delay_is_in_the_documented_range() {
    let delayed = |delay| {
        let builder = IngestUrl::builder().domain("push.example.com").app("live");
        builder.stream("camera-1").delay(delay).build()
    };
    assert!(delayed(Duration::from_secs(16)).is_ok());
    assert!(delayed(Duration::from_secs(3600)).is_ok());
    for delay in [15_000, 16_500, 3_601_000] {
        let error = delayed(Duration::from_millis(delay)).unwrap_err();
        assert_eq!(
            (error.part(), error.problem()),
            (Part::Delay, Problem::OutOfRange)
        );
    }
}

#[test]
fn keys_that_were_copied_badly_are_refused() {
    for (key, problem) in [
        ("", Problem::Empty),
        ("secret\n", Problem::Malformed),
        (" secret", Problem::Malformed),
        (" ", Problem::Malformed),
        ("\n", Problem::Malformed),
        ("sec\0ret", Problem::Malformed),
        ("sécret", Problem::Malformed),
    ] {
        let error = UrlSigner::new(key).unwrap_err();
        assert_eq!((error.part(), error.problem()), (Part::Key, problem));
        let signer = UrlSigner::new("main").unwrap();
        let error = signer.backup_key(key).unwrap_err();
        assert_eq!((error.part(), error.problem()), (Part::BackupKey, problem));
    }
    let signer = UrlSigner::new("main").unwrap();
    let error = signer.signing().with_backup_key().unwrap_err();
    assert_eq!(
        (error.part(), error.problem()),
        (Part::BackupKey, Problem::Missing)
    );
}

#[test]
fn fields_of_a_token_have_no_hyphens() {
    let signer = UrlSigner::new("main").unwrap();
    let error = signer.signing().rand("477b3bbc-253f").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`rand` of the token contains `-`; remove hyphens, which separate the fields"
    );
    assert_eq!(signer.signing().uid("a b").unwrap_err().part(), Part::Uid);
    assert_eq!(
        signer.signing().uid("").unwrap_err().problem(),
        Problem::Empty
    );
}

#[test]
fn only_a_path_can_be_signed() {
    let signer = UrlSigner::new("main").unwrap();
    for path in [
        "",
        "/",
        "live/camera-1",
        "rtmp://push.example.com/live/a",
        "/a?b",
        "/a#b",
        "/a b",
    ] {
        let error = signer.token(path).unwrap_err();
        assert_eq!(error.part(), Part::Path, "{path}");
    }
}

#[test]
fn a_domain_outside_ascii_has_another_form() {
    assert_eq!(
        ingest("müsli.example.com", "live", "a")
            .unwrap_err()
            .to_string(),
        "the domain contains `ü`; write it in ASCII, as in `xn--…`"
    );
}

/// The problem and the remedy are separated by a semicolon.
#[test]
fn errors_of_times_and_tokens_say_what_to_do() {
    let signer = UrlSigner::new("main").unwrap();
    let verify = |query: &str| signer.verify_request("/live/a", query).unwrap_err();
    let token = "9999999999-0-0-00000000000000000000000000000000";
    for error in [
        signer
            .token_at("/a", UNIX_EPOCH - Duration::from_secs(1))
            .unwrap_err(),
        verify(""),
        verify("auth_key=1"),
        verify("auth_key=x-0-0-0"),
        verify("auth_key=1--0-0"),
        verify("auth_key=1-0-0-0"),
        verify(&format!("auth_key={token}")),
        verify(&format!("auth_key={token}&auth_key={token}")),
        verify(&format!("auth_key={}{token}", u32::MAX)),
        verify("auth_key=1-0-0-00000000000000000000000000000000"),
    ] {
        let text = error.to_string();
        assert!(text.contains("; ") && text.lines().count() == 1, "{text}");
    }
}

#[test]
fn errors_say_what_to_do() {
    for (error, text) in [
        (
            ingest("https://push.example.com/", "live", "a").unwrap_err(),
            "the domain has a scheme; pass the host alone, such as `push.example.com`",
        ),
        (
            ingest("push.example.com", "live", "a/b").unwrap_err(),
            "the stream name contains `/`; use letters, digits, `-`, `_`, `.` and `~` of ASCII",
        ),
        (
            UrlSigner::new("").unwrap_err(),
            "the key is empty; copy a key from the URL signing settings of the domain",
        ),
        (
            UrlSigner::new("a").unwrap().validity("-1").unwrap_err(),
            "the validity is zero or negative; pass `ali_auth_delta` of the domain, such as `1800` \
             seconds",
        ),
        (
            playback().delayed().transcoded("sd").build().unwrap_err(),
            "the template is set in two ways that exclude each other; choose one of `transcoded`, \
             `subtitles` and `delayed`",
        ),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

proptest! {
    #[test]
    fn any_text_as_a_name_is_refused_or_part_of_the_url(domain: String, app: String, stream: String) {
        match ingest(&domain, &app, &stream) {
            Ok(url) => prop_assert_eq!(url.as_str(), format!("rtmp://{domain}/{app}/{stream}")),
            Err(error) => prop_assert_eq!(error.to_string().lines().count(), 1),
        }
    }
}
