//! What holds for every operation: it needs a token, and it may fail in these ways.

use crate::problem::Code;
use utoipa::Modify;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, ResponseBuilder};

const SCHEME: &str = "token";

pub(super) struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("ClavAdm1…, 56 characters")
            .description(Some("An administration token."));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(SCHEME, SecurityScheme::Http(scheme.build()));
        document.security = Some(vec![SecurityRequirement::new(SCHEME, Vec::<String>::new())]);
        for (path, item) in &mut document.paths.paths {
            let has_id = path.contains('{');
            for operation in operations(item) {
                describe(operation, has_id);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.patch].into_iter().filter_map(Option::as_mut)
}

/// Adds the problems an operation may answer.
fn describe(operation: &mut Operation, has_id: bool) {
    let mut codes = vec![Code::Malformed, Code::Unauthenticated, Code::Forbidden];
    if has_id {
        codes.push(Code::NotFound);
    }
    if operation.request_body.is_some() {
        codes.extend([
            Code::Timeout,
            Code::Changed,
            Code::TooLarge,
            Code::UnsupportedMediaType,
            Code::Invalid,
        ]);
    }
    codes.extend([Code::Internal, Code::Unavailable]);
    for code in codes {
        let status = code.status();
        let alike: Vec<String> = Code::ALL
            .iter()
            .filter(|other| other.status() == status)
            .map(|other| format!("`{}`", other.name()))
            .collect();
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new()
            .description(format!("{}: {}.", status.canonical_reason().unwrap_or("Problem"), alike.join(", ")))
            .content("application/problem+json", content)
            .build();
        operation.responses.responses.insert(status.as_str().to_owned(), response.into());
    }
}
