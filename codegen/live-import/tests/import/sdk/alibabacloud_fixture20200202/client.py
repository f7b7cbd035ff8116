# -*- coding: utf-8 -*-
from __future__ import annotations

from alibabacloud_fixture20200202 import models as main_models


class Client(OpenApiClient):

    def start_monitor_with_options(
        self,
        request: main_models.StartMonitorRequest,
        runtime: RuntimeOptions,
    ) -> main_models.StartMonitorResponse:
        request.validate()
        query = {}
        if not DaraCore.is_null(request.count):
            query['Count'] = request.count
        params = open_api_util_models.Params(
            action = 'StartMonitor',
            version = '2020-02-02',
            protocol = 'HTTPS',
            pathname = '/',
            method = 'POST',
            auth_type = 'AK',
            style = 'RPC',
            req_body_type = 'formData',
            body_type = 'json'
        )
        return DaraCore.from_map(
            main_models.StartMonitorResponse(),
            self.call_api(params, req, runtime)
        )

    async def start_monitor_with_options_async(
        self,
        request: main_models.StartMonitorRequest,
    ) -> main_models.StartMonitorResponse:
        params = open_api_util_models.Params(
            action = 'StartMonitor',
            version = '2020-02-02'
        )

    def tag_things_with_options(
        self,
        tmp_req: main_models.TagThingsRequest,
        runtime: RuntimeOptions,
    ) -> main_models.TagThingsResponse:
        tmp_req.validate()
        request = main_models.TagThingsShrinkRequest()
        Utils.convert(tmp_req, request)
        if not DaraCore.is_null(tmp_req.config):
            request.config_shrink = Utils.array_to_string_with_specified_style(tmp_req.config, 'Config', 'json')
        if not DaraCore.is_null(tmp_req.users):
            request.users_shrink = Utils.array_to_string_with_specified_style(tmp_req.users, 'Users', 'simple')
        query = {}
        if not DaraCore.is_null(request.tag):
            query['Tag'] = request.tag
        body = {}
        if not DaraCore.is_null(request.config_shrink):
            body['Config'] = request.config_shrink
        params = open_api_util_models.Params(
            action = 'TagThings',
            version = '2020-02-02',
            protocol = 'HTTPS',
            pathname = '/',
            method = 'POST',
            auth_type = 'AK',
            style = 'RPC',
            req_body_type = 'formData',
            body_type = 'json'
        )

    def get_report_with_options(
        self,
        runtime: RuntimeOptions,
    ) -> main_models.GetReportResponse:
        params = open_api_util_models.Params(
            action = 'GetReport',
            version = '2020-02-02',
            protocol = 'HTTPS',
            pathname = '/reports',
            method = 'GET',
            auth_type = 'AK',
            style = 'ROA',
            req_body_type = 'json',
            body_type = 'json'
        )
