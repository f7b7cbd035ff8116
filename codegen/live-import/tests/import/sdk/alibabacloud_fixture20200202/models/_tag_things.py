class TagThingsRequest(DaraModel):
    def __init__(
        self,
        config: main_models.TagThingsRequestConfig = None,
        tag: List[main_models.TagThingsRequestTag] = None,
        users: List[str] = None,
    ):
        self.config = config
        # This parameter is required.
        self.tag = tag
        self.users = users

    def from_map(self, m: dict = None):
        m = m or dict()
        if m.get('Config') is not None:
            temp_model = main_models.TagThingsRequestConfig()
            self.config = temp_model.from_map(m.get('Config'))

        self.tag = []
        if m.get('Tag') is not None:
            for k1 in m.get('Tag'):
                temp_model = main_models.TagThingsRequestTag()
                self.tag.append(temp_model.from_map(k1))

        if m.get('Users') is not None:
            self.users = m.get('Users')

        return self

class TagThingsRequestConfig(DaraModel):
    def __init__(
        self,
        access_key_secret: str = None,
        labels: Dict[str, Any] = None,
        weight: float = None,
    ):
        self.access_key_secret = access_key_secret
        self.labels = labels
        self.weight = weight

    def from_map(self, m: dict = None):
        if m.get('AccessKeySecret') is not None:
            self.access_key_secret = m.get('AccessKeySecret')

        if m.get('Labels') is not None:
            self.labels = m.get('Labels')

        if m.get('Weight') is not None:
            self.weight = m.get('Weight')

        return self

class TagThingsRequestTag(DaraModel):
    def __init__(
        self,
        key: str = None,
    ):
        self.key = key

    def from_map(self, m: dict = None):
        if m.get('Key') is not None:
            self.key = m.get('Key')

        return self

class TagThingsResponseBody(DaraModel):
    def __init__(
        self,
        done: bool = None,
    ):
        self.done = done

    def from_map(self, m: dict = None):
        if m.get('Done') is not None:
            self.done = m.get('Done')

        return self
