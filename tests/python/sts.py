"""Calls of STS, made with the official Python SDK against an emulator that serves the specs of STS.

It shows that specs of another product than Live, and operations that are not signed, are served as the official
client of that product expects. Each call is printed; the exit status is 1 if any outcome is not as expected.

    pip install alibabacloud_sts20150401==1.2.0
    python sts.py --endpoint 127.0.0.1:8086
"""

import argparse
import os
import sys

from alibabacloud_sts20150401 import models
from alibabacloud_sts20150401.client import Client
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.models import Config

ROLE = {"role_arn": "acs:ram::123456789012****:role/adminrole", "role_session_name": "alice"}
OIDC = {"oidcprovider_arn": "acs:ram::123456789012****:oidc-provider/test", "oidctoken": "a+b/c= d"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", required=True, help="host and port of the emulator")
    parser.add_argument("--key", default="emulator-key", help="AccessKey ID")
    parser.add_argument("--secret", default="emulator-secret", help="AccessKey secret")
    options = parser.parse_args()
    # The SDK must not find credentials of its own.
    for name in [name for name in os.environ if name.startswith("ALIBABA_CLOUD_")]:
        del os.environ[name]
    os.environ["NO_PROXY"] = "*"

    def client(**keys):
        return Client(Config(endpoint=options.endpoint, protocol="HTTP", region_id="cn-hangzhou", **keys))

    signed = client(access_key_id=options.key, access_key_secret=options.secret)
    anonymous = client()
    wrong = 0

    def report(what, right, seen):
        nonlocal wrong
        wrong += not right
        print(f"{'ok   ' if right else 'WRONG'}  {what:<44}  {str(seen)[:120]}")

    def answers(what, call, value):
        try:
            body = call().body
            report(what, bool(body.request_id) and bool(value(body)), value(body))
        except Exception as error:  # any error means that the call failed
            report(what, False, repr(error))

    def is_rejected(what, call, status, code):
        try:
            report(what, False, call().body)
        except AlibabaCloudException as error:
            report(what, (error.status_code, error.code) == (status, code), f"{error.status_code} {error.code}")
        except Exception as error:
            report(what, False, repr(error))

    def assume(**changes):
        return signed.assume_role(models.AssumeRoleRequest(**(ROLE | changes)))

    def assume_with_token(of, **changes):
        return of.assume_role_with_oidc(models.AssumeRoleWithOIDCRequest(**(ROLE | OIDC | changes)))

    answers("GetCallerIdentity", lambda: signed.get_caller_identity(), lambda body: body.arn)
    answers("AssumeRole", lambda: assume(duration_seconds=900), lambda body: body.credentials.security_token)
    answers("AssumeRole with a policy", lambda: assume(policy='{"Version": "1"}'), lambda body: body.assumed_role_user.arn)
    is_rejected("AssumeRole, too short", lambda: assume(duration_seconds=1), 400, "InvalidParameter.DurationSeconds")
    answers(
        "AssumeRoleWithOIDC without credentials",
        lambda: assume_with_token(anonymous),
        lambda body: body.oidctoken_info.issuer,
    )
    answers(
        "AssumeRoleWithOIDC of a client with credentials",
        lambda: assume_with_token(signed),
        lambda body: body.credentials.expiration,
    )
    is_rejected(
        "AssumeRoleWithOIDC without a token",
        lambda: assume_with_token(anonymous, oidctoken=None),
        400,
        "MissingOIDCToken",
    )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
