use std::time::Duration;

use lettre::message::{MultiPart, header::ContentType};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport, Message, Tokio1Executor};

use crate::support::smtp::{Reply, SmtpSink, Stage};

const SOON: Duration = Duration::from_secs(5);

const TEXT: &str = "Grüße,\n.\n..dots\nhttps://portal.example/i/abc?x=1&y=2.\nhttps://no.example";

fn message(to: &str, subject: &str, html_link: &str) -> Message {
    Message::builder()
        .from("Portico <portico@portal.example>".parse().expect("an address"))
        .to(to.parse().expect("an address"))
        .subject(subject)
        .message_id(Some("<1@portal.example>".into()))
        .multipart(MultiPart::alternative_plain_html(TEXT.to_owned(), format!("<p>Grüße <a href=\"{html_link}\">Open</a></p>")))
        .expect("a message")
}

async fn send(sink: &SmtpSink, message: Message) -> Result<(), lettre::transport::smtp::Error> {
    let client = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(sink.address().port())
        .build::<Tokio1Executor>();
    client.send(message).await.map(drop)
}

const LINK: &str = "https://portal.example/i/abc?x=1&amp;y=2";

#[tokio::test]
async fn a_message_arrives_as_its_reader_sees_it() {
    let sink = SmtpSink::start().await;
    send(&sink, message("Bea <bea@client.example>", "Willkommen, Grüße", LINK)).await.expect("sent");
    let mail = sink.wait_for("bea@client.example", "Grüße", SOON).await;
    assert_eq!(mail.from, "portico@portal.example");
    assert_eq!(mail.from_name, "Portico");
    assert_eq!(mail.to, ["bea@client.example"]);
    assert_eq!(mail.subject, "Willkommen, Grüße");
    assert_eq!(mail.message_id, "1@portal.example");
    assert_eq!(mail.header("Message-ID").as_deref(), Some("<1@portal.example>"));
    let lines: Vec<_> = mail.text.lines().collect();
    assert_eq!(lines[..3], ["Grüße,", ".", "..dots"]);
    assert_eq!(mail.link(), "https://portal.example/i/abc?x=1&y=2");
    assert!(mail.html.contains("<p>Grüße") && !mail.text.contains("<p>"));
    assert!(sink.unread().is_empty());
    assert_eq!(sink.received().len(), 1);
}

#[tokio::test]
async fn a_message_of_one_part_has_no_other() {
    let sink = SmtpSink::start().await;
    let only = Message::builder()
        .from("portico@portal.example".parse().expect("an address"))
        .to("bea@client.example".parse().expect("an address"))
        .subject("Plain")
        .header(ContentType::TEXT_PLAIN)
        .body(String::from("Nothing but text"))
        .expect("a message");
    send(&sink, only).await.expect("sent");
    let mail = sink.take_for("bea@client.example");
    assert_eq!((mail.text.trim(), mail.html.as_str()), ("Nothing but text", ""));
}

#[tokio::test]
#[should_panic(expected = "is not a link of the HTML part")]
async fn parts_that_lead_to_different_places_are_caught() {
    let sink = SmtpSink::start().await;
    send(&sink, message("bea@client.example", "Hello", "https://other.example")).await.expect("sent");
    sink.take_for("bea@client.example").link();
}

#[tokio::test]
async fn refusals_last_as_long_as_the_script_says() {
    let sink = SmtpSink::start().await;
    let mail = || message("bea@client.example", "Hello", LINK);
    sink.script(Stage::Rcpt, Reply::temporary(451));
    sink.script(Stage::End, Reply::permanent(554));
    assert!(send(&sink, mail()).await.expect_err("refused").is_transient());
    assert!(send(&sink, mail()).await.expect_err("refused").is_permanent());
    assert!(sink.received().is_empty());
    send(&sink, mail()).await.expect("the script is over");
    sink.script_always(Stage::MailFrom, Reply::temporary(421));
    for _ in 0..3 {
        send(&sink, mail()).await.expect_err("refused");
    }
    sink.heal();
    send(&sink, mail()).await.expect("healed");
    assert_eq!(sink.take_all().len(), 2);
}

#[tokio::test]
async fn one_recipient_can_be_refused_while_others_get_theirs() {
    let sink = SmtpSink::start().await;
    sink.script_for("bea@client.example", Stage::Rcpt, Reply::permanent(550));
    let refused = send(&sink, message("Bea@client.example", "Hello", LINK)).await;
    assert!(refused.expect_err("refused").is_permanent());
    send(&sink, message("cem@client.example", "Hello", LINK)).await.expect("sent");
    sink.take_for("cem@client.example");
}

#[tokio::test]
async fn a_lost_answer_leaves_the_message_with_the_reader_only() {
    let sink = SmtpSink::start().await;
    sink.close_after_data();
    send(&sink, message("bea@client.example", "Hello", LINK)).await.expect_err("no answer");
    sink.wait_for("bea@client.example", "Hello", SOON).await;
    sink.script(Stage::End, Reply::Close);
    send(&sink, message("bea@client.example", "Lost", LINK)).await.expect_err("no answer");
    assert!(sink.unread().is_empty());
}

#[tokio::test]
async fn a_server_that_hangs_is_left_by_its_client() {
    for stage in [Stage::Connect, Stage::Rcpt, Stage::End] {
        let sink = SmtpSink::start().await;
        sink.hang(stage);
        // lettre's own timeout is about the connection only; the sender has to have one.
        let sending = send(&sink, message("bea@client.example", "Hello", LINK));
        let sending = tokio::time::timeout(Duration::from_millis(300), sending);
        assert!(sending.await.is_err(), "{stage:?} was answered");
        assert!(sink.unread().is_empty());
    }
}

#[tokio::test]
#[should_panic(expected = "no mail for bea@client.example")]
async fn mail_that_does_not_come_is_missed() {
    let sink = SmtpSink::start().await;
    sink.wait_for("bea@client.example", "", Duration::from_millis(20)).await;
}
