//! What holds for every operation: it needs a token, and it may fail in these ways.

use crate::api::once::MAX_KEY;
use crate::problem::Code;
use utoipa::Modify;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder};

const SCHEME: &str = "token";
const IDEMPOTENCY: &str = "A fresh text for each new request; visible ASCII. Sent again with the same text, method, path \
    and body, a request that took effect changes nothing and is answered as before, with the header \
    `Idempotency-Replayed: true`; what was shown once is null then and a `note` says so, and open calls are counted anew. \
    Another request under the same text is refused (422, `idempotency-key-reused`). What was refused changed nothing: \
    sent again, it is judged anew. Keys belong to the token; they are remembered for `limits.idempotency_secs` (a day), \
    the latest `limits.idempotency_keys` of the account.";
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
    let all =
        [(&mut item.get, false), (&mut item.post, true), (&mut item.patch, true), (&mut item.delete, true)];
    all.into_iter().filter_map(|(operation, mutates)| Some((operation.as_mut()?, mutates)))
}

/// The header by which a request takes effect once.
fn idempotency_key() -> Parameter {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(MAX_KEY))
        .pattern(Some("^[!-~]+$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(IDEMPOTENCY))
        .schema(Some(text))
        .example(Some("6f1c2d4e-9a3b-4c58-8f02-7b1e5d9c0a64".into()))
        .build()
}

/// Adds the problems an operation may answer, and says whether its body may be left out.
fn describe(operation: &mut Operation, has_id: bool, mutates: bool) {
    if let Some(RefOr::T(body)) = &mut operation.request_body
        && body.description.as_deref() == Some(LEFT_OUT)
    {
        body.required = Some(Required::False);
    }
    if mutates {
        operation.parameters.get_or_insert_default().push(idempotency_key().into());
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
