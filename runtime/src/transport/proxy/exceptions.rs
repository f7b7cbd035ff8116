//! The hosts that are called without a proxy, as `NO_PROXY` lists them.

use std::net::IpAddr;

/// The entries of `NO_PROXY`, separated by commas or blanks:
///
/// - `*`: every host;
/// - `example.com` or `.example.com`: this host and its subdomains;
/// - `*.example.com`: its subdomains;
/// - `192.0.2.7`, `2001:db8::1`: an address; `192.0.2.0/24`, `2001:db8::/32`: a network;
/// - each of the others with a port, such as `example.com:8080` or `[2001:db8::1]:443`: only this
///   port.
///
/// Upper and lower case are the same. Other entries are ignored. This machine (`localhost` and
/// loopback addresses) needs no entry: requests to it may be unencrypted, so they must not leave
/// it.
#[derive(Debug, Default)]
pub(super) struct Exceptions {
    entries: Vec<Entry>,
    /// Whether this machine is called without a proxy.
    machine: bool,
}

#[derive(Debug)]
struct Entry {
    hosts: Hosts,
    /// The only port; `None` for every port.
    port: Option<u16>,
}

#[derive(Debug)]
enum Hosts {
    Every,
    /// Addresses that start with the same bits.
    Network {
        address: IpAddr,
        bits: u32,
    },
    Domain {
        name: String,
        itself: bool,
    },
}

impl Exceptions {
    pub(super) fn parse(text: &str) -> Self {
        let entries = text.split(|c: char| c == ',' || c.is_whitespace());
        let entries = entries.filter(|entry| !entry.is_empty());
        Self {
            entries: entries.filter_map(Entry::parse).collect(),
            machine: true,
        }
    }

    /// Returns whether a host is called without a proxy. An IPv6 address may be in brackets.
    pub(super) fn contain(&self, host: &str, port: u16) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let address = host
            .parse::<IpAddr>()
            .ok()
            .map(|address| address.to_canonical());
        let is_machine =
            host == "localhost" || address.is_some_and(|address| address.is_loopback());
        if self.machine && is_machine {
            return true;
        }
        self.entries.iter().any(|entry| {
            entry.port.is_none_or(|only| only == port) && entry.hosts.contain(host, address)
        })
    }
}

impl Entry {
    fn parse(text: &str) -> Option<Self> {
        let every_port = |hosts| Some(Self { hosts, port: None });
        if text == "*" {
            return every_port(Hosts::Every);
        }
        if let Some((address, bits)) = text.split_once('/') {
            let address: IpAddr = address.parse().ok()?;
            let bits = bits.parse().ok()?;
            let max = if address.is_ipv4() { 32 } else { 128 };
            return every_port(Hosts::Network { address, bits }).filter(|_| bits <= max);
        }
        // An IPv6 address without brackets has no port.
        if let Ok(address) = text.parse() {
            return every_port(Hosts::of_address(address));
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port.parse().ok()?)),
            _ => (text, None),
        };
        let bare = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        let hosts = match bare.unwrap_or(host).parse() {
            Ok(address) => Hosts::of_address(address),
            Err(_) => Hosts::of_domain(host)?,
        };
        Some(Self { hosts, port })
    }
}

impl Hosts {
    fn of_address(address: IpAddr) -> Self {
        let address = address.to_canonical();
        let bits = if address.is_ipv4() { 32 } else { 128 };
        Self::Network { address, bits }
    }

    fn of_domain(text: &str) -> Option<Self> {
        let subdomains = text.strip_prefix("*.");
        let name = subdomains.or(text.strip_prefix('.')).unwrap_or(text);
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        (!name.is_empty()).then_some(Self::Domain {
            name,
            itself: subdomains.is_none(),
        })
    }

    fn contain(&self, host: &str, address: Option<IpAddr>) -> bool {
        match self {
            Self::Every => true,
            Self::Network {
                address: network,
                bits,
            } => address.is_some_and(|address| start_alike(address, *network, *bits)),
            Self::Domain { name, itself } => match host.strip_suffix(name.as_str()) {
                Some("") => *itself,
                Some(rest) => rest.ends_with('.'),
                None => false,
            },
        }
    }
}

/// Returns whether the first bits of two addresses of the same version are equal.
fn start_alike(one: IpAddr, other: IpAddr, bits: u32) -> bool {
    let difference = match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => u128::from(one.to_bits() ^ other.to_bits()) << 96,
        (IpAddr::V6(one), IpAddr::V6(other)) => one.to_bits() ^ other.to_bits(),
        _ => return false,
    };
    difference.leading_zeros() >= bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_as_other_programs_read_them() {
        let name = "live.test";
        for (list, host, contained) in [
            ("", name, false),
            ("*", name, true),
            ("*", "192.0.2.7", true),
            ("live.test", name, true),
            ("LIVE.Test.", "live.TEST", true),
            ("test", name, true),
            (".test", name, true),
            ("*.test", name, true),
            (".live.test", name, true),
            ("*.live.test", name, false),
            ("ive.test", name, false),
            ("*ive.test", name, false),
            ("live.test.example", name, false),
            ("live.test:8086", name, true),
            ("live.test:80", name, false),
            ("*.test:8086", name, true),
            ("other live.test", name, true),
            ("other,\tlive.test ,", name, true),
            ("live.test:port", name, false),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7:8086", "192.0.2.7", true),
            ("192.0.2.7:80", "192.0.2.7", false),
            ("192.0.2.0/24", "192.0.2.7", true),
            ("192.0.2.7/33", "192.0.2.7", false),
            ("192.0.3.0/24", "192.0.2.7", false),
            ("0.0.0.0/0", "192.0.2.7", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("0.0.0.0/0", name, false),
            ("2001:db8::1", "[2001:db8::1]", true),
            ("[2001:DB8::1]", "[2001:db8::1]", true),
            ("[2001:db8::1]:8086", "[2001:db8::1]", true),
            ("[2001:db8::1]:80", "[2001:db8::1]", false),
            ("2001:db8::/32", "[2001:db8::1]", true),
            ("2001:db8::/32", "[2001:db8::1].", true),
            ("2001:db9::/32", "[2001:db8::1]", false),
            ("192.0.2.7", "[::ffff:192.0.2.7]", true),
            ("", "localhost", true),
            ("", "127.1.2.3", true),
            ("", "[::1]", true),
            ("[", name, false),
            (":", name, false),
            ("/", name, false),
            (".", name, false),
        ] {
            let exceptions = Exceptions::parse(list);
            assert_eq!(exceptions.contain(host, 8086), contained, "{list}: {host}");
        }
    }
}
