class StartMonitorRequest(DaraModel):
    def __init__(
        self,
        count: int = None,
        monitor_id: str = None,
        owner_id: int = None,
        state: int = None,
    ):
        # Prose that is not taken over.
        self.count = count
        # Prose.
        # 
        # This parameter is required.
        self.monitor_id = monitor_id
        self.owner_id = owner_id
        self.state = state

    def from_map(self, m: dict = None):
        m = m or dict()
        if m.get('Count') is not None:
            self.count = m.get('Count')

        if m.get('MonitorId') is not None:
            self.monitor_id = m.get('MonitorId')

        if m.get('OwnerId') is not None:
            self.owner_id = m.get('OwnerId')

        if m.get('State') is not None:
            self.state = m.get('State')

        return self

class StartMonitorResponseBody(DaraModel):
    def __init__(
        self,
        request_id: str = None,
        warnings: List[str] = None,
    ):
        self.request_id = request_id
        self.warnings = warnings

    def from_map(self, m: dict = None):
        m = m or dict()
        if m.get('RequestId') is not None:
            self.request_id = m.get('RequestId')

        if m.get('Warnings') is not None:
            self.warnings = m.get('Warnings')

        return self
