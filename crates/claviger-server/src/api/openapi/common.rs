//! What holds for every operation: it needs a token, and it may fail in these ways.

use crate::problem::Code;
use utoipa::Modify;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder};

const SCHEME: &str = "token";
/// How a body is described that may be left out.
const LEFT_OUT: &str = "May be left out.";

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
            for (operation, mutates) in operations(item) {
                describe(operation, has_id, mutates);
            }
        }
    }
}

/// The operations of a path, and whether they change something.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (&mut Operation, bool)> {
    let all = [(&mut item.get, false), (&mut item.post, true), (&mut item.patch, true)];
    all.into_iter().filter_map(|(operation, mutates)| Some((operation.as_mut()?, mutates)))
}

/// Adds the problems an operation may answer, and says whether its body may be left out.
fn describe(operation: &mut Operation, has_id: bool, mutates: bool) {
    if let Some(RefOr::T(body)) = &mut operation.request_body
        && body.description.as_deref() == Some(LEFT_OUT)
    {
        body.required = Some(Required::False);
    }
    let mut codes = vec![Code::Malformed, Code::Unauthenticated, Code::Forbidden];
    if has_id {
        codes.push(Code::NotFound);
    }
    if mutates {
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
