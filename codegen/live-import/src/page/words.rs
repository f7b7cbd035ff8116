//! The words that pages use for sections, columns and answers, in English and Chinese.

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Type,
    Required,
    Example,
    Description,
    Status,
    Code,
    Message,
}

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Head,
    Authorization,
    Request,
    Response,
    Samples,
    Errors,
    /// Anything else that has a heading.
    Other,
}

/// Words for columns, in lower case. No word is the start of another that follows it.
const COLUMNS: &[(&str, Column)] = &[
    ("http status code", Column::Status),
    ("http状态码", Column::Status),
    ("http 状态码", Column::Status),
    ("http狀態碼", Column::Status),
    ("http 狀態碼", Column::Status),
    ("http code", Column::Status),
    ("httpcode", Column::Status),
    ("status code", Column::Status),
    ("http status", Column::Status),
    ("状态码", Column::Status),
    ("error code", Column::Code),
    ("errorcode", Column::Code),
    ("错误代码", Column::Code),
    ("错误码", Column::Code),
    ("錯誤碼", Column::Code),
    ("error message", Column::Message),
    ("错误信息", Column::Message),
    ("错误消息", Column::Message),
    ("錯誤資訊", Column::Message),
    ("錯誤信息", Column::Message),
    ("parameter name", Column::Name),
    ("parameter", Column::Name),
    ("参数名称", Column::Name),
    ("参数类型", Column::Type),
    ("参数名", Column::Name),
    ("参数", Column::Name),
    ("參數", Column::Name),
    ("名称", Column::Name),
    ("名稱", Column::Name),
    ("field", Column::Name),
    ("字段", Column::Name),
    ("name", Column::Name),
    ("data type", Column::Type),
    ("type", Column::Type),
    ("数据类型", Column::Type),
    ("类型", Column::Type),
    ("類型", Column::Type),
    ("required?", Column::Required),
    ("required", Column::Required),
    ("mandatory", Column::Required),
    ("是否必选", Column::Required),
    ("是否必須", Column::Required),
    ("是否必须", Column::Required),
    ("是否必需", Column::Required),
    ("是否必填", Column::Required),
    ("是否必選", Column::Required),
    ("必填", Column::Required),
    ("必选", Column::Required),
    ("必選", Column::Required),
    ("必须?", Column::Required),
    ("必须", Column::Required),
    ("必須", Column::Required),
    ("example value", Column::Example),
    ("sample value", Column::Example),
    ("example", Column::Example),
    ("示例值", Column::Example),
    ("示例", Column::Example),
    ("樣本值", Column::Example),
    ("範例值", Column::Example),
    ("样例值", Column::Example),
    ("description", Column::Description),
    ("描述", Column::Description),
    ("说明", Column::Description),
    ("說明", Column::Description),
    ("语义", Column::Description),
    ("message", Column::Message),
];

/// Headings, in lower case.
const HEADINGS: &[(&str, Part)] = &[
    ("request parameters", Part::Request),
    ("parameters", Part::Request),
    ("input parameters", Part::Request),
    ("请求参数", Part::Request),
    ("請求參數", Part::Request),
    ("入参", Part::Request),
    ("response parameters", Part::Response),
    ("response elements", Part::Response),
    ("response fields", Part::Response),
    ("responses", Part::Response),
    ("return parameters", Part::Response),
    ("returned parameters", Part::Response),
    ("返回数据", Part::Response),
    ("返回参数", Part::Response),
    ("返回字段", Part::Response),
    ("返回结果", Part::Response),
    ("返回資料", Part::Response),
    ("返回參數", Part::Response),
    ("响应参数", Part::Response),
    ("出参", Part::Response),
    ("error codes", Part::Errors),
    ("special error codes", Part::Errors),
    ("operation-specific error codes", Part::Errors),
    ("common errors", Part::Errors),
    ("错误码", Part::Errors),
    ("錯誤碼", Part::Errors),
    ("特殊错误码", Part::Errors),
    ("常见错误", Part::Errors),
    ("examples", Part::Samples),
    ("sample requests", Part::Samples),
    ("request examples", Part::Samples),
    ("response examples", Part::Samples),
    ("sample success responses", Part::Samples),
    ("success response", Part::Samples),
    ("success responses", Part::Samples),
    ("sample responses", Part::Samples),
    ("示例", Part::Samples),
    ("樣本", Part::Samples),
    ("範例", Part::Samples),
    ("请求示例", Part::Samples),
    ("返回示例", Part::Samples),
    ("正常返回示例", Part::Samples),
    ("正常返回樣本", Part::Samples),
    ("authorization information", Part::Authorization),
    ("ram authorization", Part::Authorization),
    ("authorization", Part::Authorization),
    ("授权信息", Part::Authorization),
    ("授權資訊", Part::Authorization),
    ("ram 授权", Part::Authorization),
    ("operation description", Part::Other),
    ("usage notes", Part::Other),
    ("usage note", Part::Other),
    ("description", Part::Other),
    ("qps limit", Part::Other),
    ("qps limits", Part::Other),
    ("limits", Part::Other),
    ("debugging", Part::Other),
    ("debug", Part::Other),
    ("try it now", Part::Other),
    ("request syntax", Part::Other),
    ("common parameters", Part::Other),
    ("release notes", Part::Other),
    ("change history", Part::Other),
    ("references", Part::Other),
    ("related operations", Part::Other),
    ("接口说明", Part::Other),
    ("介面說明", Part::Other),
    ("使用说明", Part::Other),
    ("使用說明", Part::Other),
    ("qps限制", Part::Other),
    ("qps 限制", Part::Other),
    ("调试", Part::Other),
    ("調試", Part::Other),
    ("请求语法", Part::Other),
    ("变更历史", Part::Other),
    ("變更歷史", Part::Other),
    ("相关文档", Part::Other),
];

/// Returns the part that a heading starts.
pub(crate) fn part(heading: &str) -> Option<Part> {
    let bare = heading
        .trim()
        .trim_start_matches(|c: char| c == '#' || c.is_ascii_digit() || c == '.')
        .trim()
        .trim_end_matches([':', '：'])
        .trim();
    let lower = bare.to_lowercase();
    let found = HEADINGS.iter().find(|(word, _)| *word == lower);
    found.map(|(_, part)| *part)
}

/// Returns the column that a cell heads.
pub(crate) fn column(cell: &str) -> Option<Column> {
    let lower = cell.trim().to_lowercase();
    let found = COLUMNS.iter().find(|(word, _)| *word == lower);
    found.map(|(_, column)| *column)
}

/// Returns the columns that a line heads, whose words may run together.
pub(crate) fn columns(line: &str) -> Option<Vec<Column>> {
    let lower = line.trim().to_lowercase();
    let mut rest = lower.as_str();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let fits = |word: &&(&'static str, Column)| rest.starts_with(word.0);
        let (word, column) = COLUMNS.iter().filter(fits).max_by_key(|it| it.0.len())?;
        found.push(*column);
        rest = rest.strip_prefix(word)?.trim_start();
    }
    (found.len() > 1).then_some(found)
}

/// Returns whether a table with these columns lists fields.
pub(crate) fn lists_fields(columns: &[Column]) -> bool {
    columns.contains(&Column::Name)
        && (columns.contains(&Column::Type) || columns.contains(&Column::Description))
        && !lists_errors(columns)
}

/// Returns whether a table with these columns lists errors.
pub(crate) fn lists_errors(columns: &[Column]) -> bool {
    columns.contains(&Column::Code)
}

/// Returns what an answer in the column "required" means.
pub(crate) fn answer(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "required" | "y" | "是" | "必选" | "必填" | "必须" | "必須" | "√" => {
            Some(true)
        }
        "no" | "false" | "optional" | "n" | "否" | "可选" | "可選" | "选填" | "任意" | "非必填" => {
            Some(false)
        }
        _ => None,
    }
}

/// Removes an answer from the end of a text.
pub(crate) fn split_answer(text: &str) -> (&str, Option<bool>) {
    for (word, required) in [("Yes", true), ("No", false), ("是", true), ("否", false)] {
        if let Some(rest) = text.strip_suffix(word) {
            return (rest.trim_end(), Some(required));
        }
    }
    (text, None)
}

/// Returns whether a text is the name of a field, perhaps with dots and brackets for its place.
pub(crate) fn is_field_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.len() <= 80
        && !text.ends_with('.')
        // `example.com` is a host.
        && (!text.contains('.')
            || text.starts_with(|c: char| c.is_ascii_uppercase())
            || text.contains(".N") || text.contains(".n."))
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '[' | ']'))
}

/// Returns whether a text has characters of Chinese or Japanese.
pub(crate) fn is_foreign(text: &str) -> bool {
    text.chars().any(|c| c >= '\u{2e80}')
}

/// Returns whether a text is a sentence or the start of one, rather than a value.
pub(crate) fn is_prose(text: &str) -> bool {
    let text = text.trim();
    if text.starts_with(['{', '[', '"', '<']) || text.starts_with("http") {
        return false;
    }
    let words = text.split_whitespace().count();
    let ends =
        text.ends_with(['。', '：', '，', '；']) || text.ends_with(['.', ':', ';']) && words > 1;
    let is_foreign = text.chars().filter(|c| *c >= '\u{2e80}').count() > 12;
    ends || words > 7 || is_foreign && text.contains(['，', '。', '、'])
}
