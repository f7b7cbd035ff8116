"""The lifecycle of a monitoring session, run with the official Python SDK against an emulator.

It shows that the emulator behaves like the service for a client that is not part of this project. Each call is
printed; the exit status is 1 if any outcome is not as expected.

    pip install alibabacloud-live20161101==3.0.2
    python monitor_life.py --endpoint 127.0.0.1:8086

The emulator must have no sessions: the script counts them. It deletes its sessions at the end.
"""

import argparse
import json
import os
import re
import sys

from alibabacloud_live20161101 import models
from alibabacloud_live20161101.client import Client
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.models import Config

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REQUEST_ID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NO_SUCH_ID = "00000000-0000-4000-8000-000000000000"
THRESHOLDS = '{"fpsLowThres": 0.6, "brLowThres": 1.1, "eofDurationThresSec": 10}'


class Check:
    """Prints calls and counts the outcomes that are not as expected."""

    def __init__(self):
        self.calls = 0
        self.wrong = 0

    def report(self, what, right, seen):
        self.calls += 1
        self.wrong += not right
        seen = str(seen).replace("\n", " ")
        print(f"{'ok   ' if right else 'WRONG'}  {what:<40}  {seen[:160]}")

    def equal(self, what, seen, expected):
        right = seen == expected
        self.report(what, right, seen if right else f"{seen!r}, expected {expected!r}")

    def success(self, what, call):
        """Makes a call that must succeed and returns its body."""
        try:
            response = call()
        except Exception as error:  # any error means that the call failed
            self.report(what, False, repr(error))
            sys.exit("stopping: the remaining checks depend on this call")
        body = response.body
        right = response.status_code == 200 and REQUEST_ID.fullmatch(body.request_id or "")
        self.report(what, bool(right), f"{response.status_code} {body.request_id}")
        return body

    def rejected(self, what, call, status, code):
        """Makes a call that must be rejected with a status and a code."""
        try:
            response = call()
        except AlibabaCloudException as error:
            right = (error.status_code, error.code) == (status, code)
            right = right and REQUEST_ID.fullmatch((error.data or {}).get("RequestId", ""))
            self.report(what, bool(right), f"{error.status_code} {error.code}: {error.message}")
        except Exception as error:
            self.report(what, False, repr(error))
        else:
            self.report(what, False, f"{response.status_code}, expected {status} {code}")


def inputs(*urls):
    return json.dumps(
        [
            {
                "Index": index,
                "LayoutId": index,
                "StreamName": f"直播 {index}*~+&",
                "InputUrl": url,
                "LayoutConfig": {
                    "FillMode": "none",
                    "PositionRefer": "topLeft",
                    "PositionNormalized": [0.1, 0.1],
                    "SizeNormalized": [0.2, 0.3],
                },
                "PlayConfig": {"VolumeRate": 0.5},
            }
            for index, url in enumerate(urls, start=1)
        ],
        ensure_ascii=False,
    )


def create_request(**changes):
    fields = {
        "region_id": "cn-shanghai",
        "monitor_name": "python 监控*~+/",
        "output_template": "lp_ld",
        "domain": "demo.example.com",
        "app": "monitor",
        "stream": "combined",
        "input_list": inputs("rtmp://pull.example.com/app/one", "rtmp://pull.example.com/app/two?a=1&b=%20"),
        "monitor_config": THRESHOLDS,
        "callback_url": "http://cb.example.com/p?a=1&b=2%20c",
        "ding_talk_web_hook_url": "https://oapi.example.com/robot/send?access_token=abc",
    }
    return models.CreateLiveStreamMonitorRequest(**(fields | changes))


def run_lifecycle(check, client):
    """Takes a session from creation to deletion and causes every error that depends on its state."""

    def start(monitor_id):
        return client.start_live_stream_monitor(models.StartLiveStreamMonitorRequest(monitor_id=monitor_id))

    def stop(monitor_id):
        return client.stop_live_stream_monitor(models.StopLiveStreamMonitorRequest(monitor_id=monitor_id))

    def delete(monitor_id):
        return client.delete_live_stream_monitor(models.DeleteLiveStreamMonitorRequest(monitor_id=monitor_id))

    def update(monitor_id, **changes):
        fields = {"input_list": inputs("rtmp://pull.example.com/app/three")} | changes
        return client.update_live_stream_monitor(
            models.UpdateLiveStreamMonitorRequest(monitor_id=monitor_id, **fields)
        )

    def create(**changes):
        return client.create_live_stream_monitor(create_request(**changes))

    def listed(what, **conditions):
        request = models.DescribeLiveStreamMonitorListRequest(**conditions)
        return check.success(what, lambda: client.describe_live_stream_monitor_list(request))

    check.equal("no session yet", listed("list").total, 0)
    monitor_id = check.success("create", create).monitor_id
    check.equal("the ID is a UUID", bool(UUID.fullmatch(monitor_id or "")), True)
    check.rejected("create again", create, 400, "StreamMonitorExist")
    check.rejected("create without a name", lambda: create(monitor_name=None), 400, "MissingParameter")
    check.rejected(
        "create with an unknown template", lambda: create(output_template="lp_xx"), 400, "InvalidParameter.Malformed"
    )
    check.rejected(
        "create with inputs that are not JSON", lambda: create(input_list="[{"), 400, "InvalidParameter.Malformed"
    )
    check.rejected(
        "create for an unknown domain", lambda: create(domain="demo.invalid"), 404, "InvalidDomainName.NotFound"
    )
    check.rejected(
        "create for an invalid owner", lambda: create(owner_id=-1), 400, "InvalidUserId.Malformed"
    )

    (session,) = listed("list").live_stream_monitor_list
    check.equal("MonitorId", session.monitor_id, monitor_id)
    check.equal("MonitorName", session.monitor_name, "python 监控*~+/")
    check.equal("Status", session.status, 0)
    check.equal("Region", session.region, "cn-shanghai")
    check.equal("Domain", session.domain, "demo.example.com")
    check.equal("OutputTemplate", session.output_template, "lp_ld")
    check.equal("MonitorConfig", session.monitor_config, THRESHOLDS)
    check.equal("CallbackUrl", session.callback_url, "http://cb.example.com/p?a=1&b=2%20c")
    check.equal("FlvUrl", session.output_urls.flv_url, "http://demo.example.com/monitor/combined.flv")
    check.equal("RtmpUrl", session.output_urls.rtmp_url, "rtmp://demo.example.com/monitor/combined")
    check.equal("InputList", [one.stream_name for one in session.input_list], ["直播 1*~+&", "直播 2*~+&"])
    check.equal("InputUrl", session.input_list[1].input_url, "rtmp://pull.example.com/app/two?a=1&b=%20")
    check.equal("SizeNormalized", session.input_list[0].layout_config.size_normalized, [0.2, 0.3])
    check.equal("StartTime", session.start_time, None)

    check.rejected("stop before start", lambda: stop(monitor_id), 400, "StreamMonitorAlreadyStop")
    check.success("start", lambda: start(monitor_id))
    check.rejected("start again", lambda: start(monitor_id), 400, "StreamMonitorAlreadyStarted")
    (session,) = listed("list running sessions", status=1).live_stream_monitor_list
    check.equal("Status", session.status, 1)
    check.equal("StartTime is a date in UTC", bool(UTC.fullmatch(session.start_time or "")), True)
    check.equal("StopTime", session.stop_time, None)
    check.equal("no session is idle", listed("list idle sessions", status=0).total, 0)

    check.success("update", lambda: update(monitor_id, monitor_name="renamed", output_template="lp_ud"))
    (session,) = listed("list by ID", monitor_id=monitor_id).live_stream_monitor_list
    check.equal("MonitorName", session.monitor_name, "renamed")
    check.equal("OutputTemplate", session.output_template, "lp_ud")
    check.equal("Domain is kept", session.domain, "demo.example.com")
    check.equal("InputList", [one.input_url for one in session.input_list], ["rtmp://pull.example.com/app/three"])

    check.rejected("delete while it runs", lambda: delete(monitor_id), 400, "InvalidParameter.Malformed")
    check.success("stop", lambda: stop(monitor_id))
    check.rejected("stop again", lambda: stop(monitor_id), 400, "StreamMonitorAlreadyStop")

    for name, call in [("start", start), ("stop", stop), ("delete", delete), ("update", update)]:
        check.rejected(f"{name} an unknown session", lambda: call(NO_SUCH_ID), 404, "StreamMonitorNotExist")
        check.rejected(f"{name} with a malformed ID", lambda: call("abc"), 400, "InvalidMonitorId.Malformed")
    check.equal("no session with an unknown ID", listed("list by unknown ID", monitor_id=NO_SUCH_ID).total, 0)

    second = check.success("create another", lambda: create(monitor_name="second")).monitor_id
    page = listed("list page 2 of size 1", page_num=2, page_size=1)
    check.equal("Total counts all pages", page.total, 2)
    check.equal("the page", [one.monitor_id for one in page.live_stream_monitor_list], [second])

    check.success("delete", lambda: delete(monitor_id))
    check.success("delete the other", lambda: delete(second))
    check.rejected("delete again", lambda: delete(monitor_id), 404, "StreamMonitorNotExist")
    check.equal("no session left", listed("list").total, 0)


def invalid_credentials(check, options, algorithm):
    """Makes calls with invalid credentials."""

    def listing(**changes):
        client = connect(options, algorithm, **changes)
        return lambda: client.describe_live_stream_monitor_list(models.DescribeLiveStreamMonitorListRequest())

    unknown = listing(access_key_id="nobody")
    check.rejected("sign with an unknown key", unknown, 404, "InvalidAccessKeyId.NotFound")
    check.rejected("sign with a wrong secret", listing(access_key_secret="wrong"), 400, "SignatureDoesNotMatch")
    if options.sts_access_key_id:
        temporary = {
            "access_key_id": options.sts_access_key_id,
            "access_key_secret": options.sts_access_key_secret,
        }
        good = listing(**temporary, security_token=options.security_token)
        check.success("sign with a temporary key", good)
        check.rejected("sign with a temporary key without its token", listing(**temporary), 400, "MissingSecurityToken")
        wrong = listing(**temporary, security_token="wrong")
        check.rejected("sign with a wrong token", wrong, 400, "InvalidSecurityToken.Malformed")


def connect(options, algorithm, **changes):
    fields = {
        "access_key_id": options.access_key_id,
        "access_key_secret": options.access_key_secret,
        "endpoint": options.endpoint,
        "protocol": "http",
        "region_id": "cn-shanghai",
        "signature_algorithm": algorithm,
    }
    return Client(Config(**(fields | changes)))


def main():
    environment = os.environ.get
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", default=environment("LIVE_ENDPOINT", "127.0.0.1:8086"), help="host and port")
    parser.add_argument("--access-key-id", default=environment("ALIBABA_CLOUD_ACCESS_KEY_ID", "emulator-key"))
    parser.add_argument(
        "--access-key-secret", default=environment("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "emulator-secret")
    )
    parser.add_argument("--sts-access-key-id", default="STS.emulator-key", help="empty to skip STS")
    parser.add_argument("--sts-access-key-secret", default="emulator-sts-secret")
    parser.add_argument("--security-token", default="emulator-sts-token")
    options = parser.parse_args()
    options.endpoint = options.endpoint.removeprefix("http://").rstrip("/")

    check = Check()
    for name, algorithm in [("ACS3-HMAC-SHA256", None), ("HMAC-SHA1", "v2")]:
        print(f"\n{name}")
        run_lifecycle(check, connect(options, algorithm))
        invalid_credentials(check, options, algorithm)
    print(f"\n{check.calls} checks, {check.wrong} wrong")
    return check.wrong > 0


if __name__ == "__main__":
    sys.exit(main())
