//! Hosts of regions: what metadata states, against what the specs state.

use live_spec::yaml::{self, Node};

use crate::json::{Located, ReadResult};
use crate::merge;

/// Hosts by region.
pub(crate) type Hosts = Vec<(String, String)>;

/// Reads the hosts of the vendor's metadata: a list of regions, each with its host.
pub(crate) fn listed(root: &Located<'_>) -> ReadResult<Hosts> {
    let mut hosts = Hosts::new();
    let Some(entries) = root.member("endpoints")? else {
        return Ok(hosts);
    };
    for entry in entries.list()? {
        // Some regions have only a host within a VPC.
        if let (Some(region), Some(host)) = (entry.member("regionId")?, entry.member("endpoint")?) {
            hosts.push((region.text()?.to_owned(), host.text()?.to_owned()));
        }
    }
    Ok(hosts)
}

/// Reads the hosts from an entry of the command-line tool's list of products.
pub(crate) fn of_tool(product: &Node) -> Hosts {
    match merge::get(product, "regional_endpoints") {
        Some(Node::Map(hosts)) => {
            let pairs = hosts.iter().filter_map(|(region, host)| match host {
                Node::Text(host) => Some((region.clone(), host.clone())),
                _ => None,
            });
            pairs.collect()
        }
        _ => Hosts::new(),
    }
}

/// Reads the hosts from the client of the SDK for Python: lines `'cn-shanghai':
/// 'live.aliyuncs.com',`.
pub(crate) fn of_sdk(client: &str) -> Hosts {
    let pairs = client.lines().filter_map(|line| {
        let (region, host) = line.trim().trim_end_matches(',').split_once("': '")?;
        let host = host.strip_suffix('\'').filter(|host| host.contains('.'))?;
        Some((region.strip_prefix('\'')?.to_owned(), host.to_owned()))
    });
    pairs.collect()
}

/// Returns a line for each region whose host differs from that of `service.yaml`, unless it gives a
/// reason.
pub(crate) fn news(stated: &Hosts, service: &str) -> Vec<String> {
    let service = yaml::parse(service).unwrap_or(Node::Null);
    let endpoints = merge::get(&service, "endpoints").unwrap_or(&Node::Null);
    let text = |node: Option<&Node>| match node {
        Some(Node::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let default = text(merge::get(endpoints, "default")).unwrap_or_default();
    let regions = merge::get(endpoints, "regions").unwrap_or(&Node::Null);
    let mut lines = Vec::new();
    for (region, host) in stated {
        let ours = merge::get(regions, region);
        let has_reason = ours
            .and_then(|ours| merge::get(merge::get(ours, "why")?, "public"))
            .is_some();
        let known =
            ours.and_then(|ours| text(Some(ours)).or_else(|| text(merge::get(ours, "public"))));
        // Sources also list regions of the vendor's own, which have longer names.
        let is_public = known.is_some() || region.split('-').count() <= 3;
        let known = known.unwrap_or_else(|| default.clone());
        if known != *host && !has_reason && is_public {
            lines.push(format!("{region}: {known} → {host}"));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "endpoints:\n  default: a.example.com\n  regions:\n    \
        cn-east: a.example.com\n    cn-west: { public: b.example.com, why: { public: So. } }\n";

    #[test]
    fn other_hosts_are_news_unless_there_is_a_reason() {
        let stated: Hosts = [
            ("cn-east", "c.example.com"),
            ("cn-west", "c.example.com"),
            ("cn-north", "c.example.com"),
            ("cn-south", "a.example.com"),
            ("cn-south-internal-test-1", "c.example.com"),
        ]
        .map(|(region, host)| (region.to_owned(), host.to_owned()))
        .into();
        let expected = [
            "cn-east: a.example.com → c.example.com",
            "cn-north: a.example.com → c.example.com",
        ];
        assert_eq!(news(&stated, SERVICE), expected);
    }

    #[test]
    fn the_map_of_the_sdk_is_read_by_its_lines() {
        let client = "        self._endpoint_map = {\n            'cn-east': 'c.example.com',\n        }\n        query['A'] = 'b'\n";
        let expected = [("cn-east".to_owned(), "c.example.com".to_owned())];
        assert_eq!(of_sdk(client), expected);
    }
}
