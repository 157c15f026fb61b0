//! What Prometheus reads, from the real program, on a listener of its own.

use tokio::net::TcpListener;

use super::commands::{Place, said, terminate};
use super::providers::provider;
use crate::support::client::Client;

const ADA: &str = "ada@provider.example";

/// The value of a line of the metrics.
#[track_caller]
fn value(text: &str, name: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{name} in\n{text}"))
}

#[tokio::test]
async fn prometheus_finds_numbers_and_no_secret_and_nothing_else() {
    let place = Place::new().await;
    let link = provider(&place, "Example Services", ADA).await["link"].clone();
    let path = link.as_str().and_then(|link| link.strip_prefix(&place.url())).expect("a link").to_owned();
    let at = TcpListener::bind("127.0.0.1:0").await.and_then(|free| free.local_addr()).expect("a free port").to_string();
    let serving = place.serve_with(&["--metrics-listen", &at]).await;
    let visitor = place.client();
    visitor.get(&path).await.expect(303);
    visitor.get("/no/such/page-of-anybody").await;
    let form = visitor.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", ADA).set("password", "wrong").submit().await.expect(422);

    let prometheus = Client::new(&format!("http://{at}"));
    let page = prometheus.get("/metrics").await.expect(200);
    assert!(page.header("content-type").starts_with("application/openmetrics-text"));
    let text = page.html.clone();
    assert_eq!(value(&text, r#"portico_http_requests_total{method="GET",route="/password/{token}",status="3xx"}"#), 1.0);
    assert_eq!(value(&text, r#"portico_http_requests_total{method="POST",route="/sign-in",status="4xx"}"#), 1.0);
    assert_eq!(value(&text, r#"portico_http_request_duration_seconds_count{method="POST",route="/sign-in"}"#), 1.0);
    assert_eq!(value(&text, r#"portico_sign_ins_total{outcome="failed"}"#), 1.0);
    assert_eq!(value(&text, r#"portico_outbox_mails{state="pending"}"#), 1.0);
    assert_eq!((value(&text, "portico_database_up"), value(&text, "portico_sessions")), (1.0, 0.0));
    assert!(value(&text, "portico_database_reads_total") >= 1.0);
    assert!(value(&text, "portico_password_hashes_total") >= 1.0 && value(&text, "portico_password_hashes_waiting") == 0.0);
    let secret = path.rsplit('/').next().expect("a secret");
    assert!(!text.contains(secret) && !text.contains("page-of-anybody") && !text.contains(ADA), "{text}");
    assert!(text.trim_end().ends_with("# EOF"), "it is whole");

    for elsewhere in ["/", "/healthz", "/sign-in", "/metrics/x"] {
        assert_eq!(prometheus.get(elsewhere).await.status, 404, "{elsewhere}");
    }
    assert_eq!(place.client().get("/metrics").await.status, 404, "the portal itself has none");
    let health = place.run(&["health"]).await;
    assert!(health.status.success() && said(&health).contains("ready"), "{}", said(&health));
    let (output, took) = terminate(serving).await;
    assert!(output.status.success() && took.as_secs() < 5, "{took:?} {}", said(&output));
    assert_eq!(place.run(&["health"]).await.status.code(), Some(1), "nobody answers");
}
