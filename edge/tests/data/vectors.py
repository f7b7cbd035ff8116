"""Writes vectors.tsv beside this file: hashes of tokens by Python's hashlib.

Where a source publishes a hash, or the beginning of one, it must agree. For the others the source
gives key and path; the hash is computed here, and the timestamp is that of another example.

    python3 vectors.py
"""

import hashlib
import pathlib

LIVE = "https://help.aliyun.com/document_detail/199349.html"
DEMOS = "https://help.aliyun.com/zh/live/user-guide/url-signing-demos"
FORMER = "https://www.alibabacloud.com/help/doc-detail/97943.htm"

# Key, path, timestamp, rand, uid, published hash or "", source.
VECTORS = [
    ("aliyunliveexp1234", "/video/standard", 1622194197, "0", "0", "5552ff52b5e", LIVE),
    (
        "aliyuncdnexp1234", "/video/standard/1K.html", 1444435200, "0", "0",
        "80cd3862d699b7118eed99103f2a3a4f",
        "https://help.aliyun.com/document_detail/85113.html (type A of Alibaba Cloud CDN)",
    ),
    (
        "aliyuncdnexp1234", "/video/standard/test.mp4", 1444435200, "0", "0",
        "23bf85053008f5c0e791667a313e28ce",
        "https://help.aliyun.com/document_detail/85113.html (a later version)",
    ),
    (
        "12345678", "/a", 1541064730, "0", "0", "f9dd5ed1e274ab4b1d5f5745344bf28b",
        "https://github.com/denverdino/aliyungo cdn/auth/sign_url_test.go",
    ),
    (
        "GCTbw44s6MPLh4GqgDpnfuFHgy25Enly", "/livetest/huawei1.flv", 1592639100,
        "477b3bbc253f467b8def6711128c7bec", "0", "dd1b5ffa00cf26acec0c169ae1cfabea",
        "Huawei Cloud Live, type A of its URL validation, which is the same algorithm",
    ),
    ("aliyunliveexp1234", "/app/stream", 1740562218, "0", "0", "", LIVE),
    ("aliyunliveexp1234", "/liveApp/liveStream", 1763451219, "0", "0", "", DEMOS),
    ("aliyunliveexp1234", "/1/1", 1661312655, "0", "0", "", "SRT example, https://help.aliyun.com/document_detail/199339.html"),
    ("123", "/app/stream", 1740562218, "0", "0", "", FORMER),
    ("456", "/app/stream_sd.flv", 1740562218, "0", "0", "", FORMER),
    ("456", "/app/stream_sd.m3u8", 1740562218, "0", "0", "", FORMER),
    (
        "aliyun2013", "/AppName1/StreamName1", 1700000000, "0", "0", "",
        "https://www.alibabacloud.com/help/doc-detail/51096.htm",
    ),
    (
        "dreamTT", "/app-name/video-name", 1700000000, "0", "1", "",
        "https://github.com/BPing/aliyun-live-go-sdk",
    ),
    ("k", "/live/camera-1", 0, "r", "u", "", "smallest timestamp"),
    ("0-|&=/+%7E", "/live/camera-1", 1740562218, "0", "0", "", "characters with a meaning elsewhere"),
    ("k" * 128, "/live/" + "s" * 255, 99999999999, "0", "0", "", "longest"),
]


def line(key, path, timestamp, rand, uid, published, source):
    text = f"{path}-{timestamp}-{rand}-{uid}-{key}"
    digest = hashlib.md5(text.encode("utf-8")).hexdigest()
    assert digest.startswith(published), (source, digest)
    kind = "published" if published else "computed"
    return "\t".join([key, path, str(timestamp), rand, uid, digest, kind, source])


table = pathlib.Path(__file__).with_name("vectors.tsv")
table.write_text("".join(line(*vector) + "\n" for vector in VECTORS), encoding="utf-8")
