//! Signed ingest and playback URLs.
