//! The commands for curl, run by curl itself.

use std::process::Command;

use alibabacloud_live_emulator::{Credential, Emulator};
use alibabacloud_rpc::endpoint::Endpoint;
use alibabacloud_rpc::request::SignableRequest;
use alibabacloud_rpc::signing::SigningContext;
use alibabacloud_rpc::{
    Credentials, OperationInfo, Parameters, Secret, ServiceInfo, SignatureMethod,
};
use live_call::{SentRequest, Signature, curl};

use crate::{order, shown};

/// Runs a command with a shell. Returns `None` without curl.
fn run(command: &str, variables: &[(&str, &str)]) -> Option<String> {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("skipped, since there is no curl");
        return None;
    }
    let output = Command::new("sh")
        .arg("-c")
        .arg(command)
        .envs(variables.iter().copied())
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .unwrap();
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn commands_are_accepted_by_the_emulator() {
    for (operation, parameters) in [
        (
            "CreateLiveStreamMonitor",
            &[
                "MonitorName=it's [grün] & {blau}",
                "OutputTemplate=lp_ud",
                "Domain=play.example.com",
                "InputList.1.InputUrl=rtmp://pull.example.com/$a?b=`c`",
            ][..],
        ),
        (
            "DescribeLiveDomainBpsData",
            &["DomainName=play.example.com"],
        ),
        (
            "CancelMuteGroupUser",
            &[
                "AppId=a",
                "GroupId=g",
                "CancelMuteUserList.1=u v",
                "OperatorUserId=o",
            ],
        ),
    ] {
        for signature in [Signature::Acs3, Signature::V1] {
            let emulator = Emulator::builder().start_blocking().unwrap();
            let mut order = order(operation, parameters);
            order.endpoint = Some(emulator.url());
            order.signature = signature;
            order.curl = true;
            let shown = shown(&order);
            assert!(shown.succeeded, "{}", shown.notes);
            assert!(!shown.output.contains(Emulator::ACCESS_KEY_SECRET));
            if let Some(answer) = run(&shown.output, &[]) {
                assert!(
                    answer.contains("\"RequestId\""),
                    "{answer}\n{}",
                    shown.output
                );
                assert!(!answer.contains("\"Code\""), "{answer}\n{}", shown.output);
            }
        }
    }
}

/// Secrets and tokens come from variables, at their place in what is signed.
#[test]
fn secrets_are_read_from_variables() {
    const SERVICE: &ServiceInfo = &ServiceInfo {
        product: "live",
        version: "2016-11-01",
        client: "test/1",
        default_host: "live.aliyuncs.com",
        regions: &[],
        error_classes: &[],
        secret_names: &[],
    };
    static OPERATION: OperationInfo = OperationInfo::post("SetLiveDomainCertificate");
    let emulator = Emulator::builder()
        .credential(
            Credential::access_key("default", "STS.id", "secret").with_security_token("to/ken+="),
        )
        .start_blocking()
        .unwrap();
    let secret = "-----BEGIN KEY-----\na+b/c=é\n";
    let mut parameters = Parameters::default();
    parameters.query("DomainName", &"play.example.com".to_owned());
    parameters.query("SSLProtocol", &"on".to_owned());
    parameters.query("SSLPri", &Secret::from(secret));
    parameters.query("SSLPub", &"public key".to_owned());
    for method in [SignatureMethod::Acs3HmacSha256, SignatureMethod::HmacSha1] {
        let request = SignableRequest {
            service: SERVICE,
            operation: &OPERATION,
            endpoint: &Endpoint::parse(&emulator.url()).unwrap(),
            user_agent: &http::HeaderValue::from_static("test"),
            parameters: &parameters,
        };
        let credentials = Credentials::with_security_token("STS.id", "secret", "to/ken+=");
        let context = SigningContext::new(std::time::SystemTime::now()).unwrap();
        let request = request.sign(method, &credentials, &context).unwrap();
        let command = curl(&SentRequest::new(request, ["SSLPri"]));
        assert!(
            command
                .contains("# Set these variables first: ALIBABA_CLOUD_SECURITY_TOKEN, SSLPri.\n"),
            "{command}"
        );
        for hidden in ["BEGIN", "to/ken", "to%2Fken", "secret'"] {
            assert!(!command.contains(hidden), "{command}");
        }
        let variables = [
            ("SSLPri", secret),
            ("ALIBABA_CLOUD_SECURITY_TOKEN", "to/ken+="),
        ];
        if let Some(answer) = run(&command, &variables) {
            assert!(!answer.contains("\"Code\""), "{answer}\n{command}");
            let sent = emulator.requests().pop().unwrap();
            assert!(
                sent.query
                    .contains(&("SSLPri".to_owned(), secret.to_owned()))
            );
        }
    }
}

#[test]
fn without_an_address_commands_are_for_a_local_emulator() {
    let mut order = order("DescribeLiveStreamMonitorList", &[]);
    order.curl = true;
    let shown = shown(&order);
    assert!(
        shown.output.contains("'http://127.0.0.1:8086/'"),
        "{}",
        shown.output
    );
    assert!(shown.notes.contains("nothing is sent"), "{}", shown.notes);
}
