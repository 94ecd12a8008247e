//! The turns that bench/decode/turns.ts describes, for decoders that are Rust crates: NAME BARE.

use std::fs;
use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::time::Instant;

fn main() {
    let mut args = std::env::args().skip(1);
    let name = args.next().expect("NAME");
    let text = fs::read_to_string(args.next().expect("BARE")).expect("the corpus is ASCII");
    match name.as_str() {
        "aivdm" => take_turns("rust-aivdm", "0.3.0, structs, from bare sentences", &text, aivdm),
        "ais" => take_turns("rust-ais", "0.12.0, structs, from bare sentences", &text, ais),
        _ => panic!("no such decoder: {name}"),
    }
}

fn aivdm(text: &str) -> usize {
    let mut decoder = aivdm::LineDecoder::<1024>::new();
    let mut messages = 0;
    for line in text.lines() {
        if let Ok(Some(message)) = decoder.feed(line) {
            black_box(&message);
            messages += 1;
        }
    }
    messages
}

fn ais(text: &str) -> usize {
    let mut parser = ais::AisParser::new();
    let mut messages = 0;
    for line in text.lines() {
        if let Ok(ais::AisFragments::Complete(sentence)) = parser.parse(line.as_bytes(), true) {
            black_box(&sentence);
            messages += 1;
        }
    }
    messages
}

fn take_turns(name: &str, about: &str, text: &str, decode: fn(&str) -> usize) {
    say(&format!(r#"{{"about":"{about}"}}"#));
    let mut seconds: Vec<String> = Vec::new();
    let mut messages = 0;
    for _ in io::stdin().lock().lines() {
        let start = Instant::now();
        messages = decode(black_box(text));
        let taken = start.elapsed().as_secs_f64().to_string();
        say(&format!(r#"{{"seconds":{taken},"messages":{messages}}}"#));
        seconds.push(taken);
    }
    let memory = peak_rss_mb().map_or(String::new(), |mb| format!(r#","peakRssMb":{mb}"#));
    say(&format!(
        r#"{{"name":"{name}","sentences":{},"messages":{messages},"seconds":[{}]{memory}}}"#,
        text.lines().count(),
        seconds.join(",")
    ));
}

/// What Linux says of this process; nothing elsewhere.
fn peak_rss_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

fn say(line: &str) {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).expect("the bench has gone");
}
