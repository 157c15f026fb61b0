//! A form that is filled in and sent as a browser would.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html};

use super::client::Client;
use super::page::{Page, selector, spaced};

/// A control of the form.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    value: String,
    kind: Kind,
    /// Whether a browser would send it now: a ticked box, a chosen option, any text.
    sent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    /// Hidden or read-only: a visitor cannot change it.
    Fixed,
    Box,
    Radio,
    Option,
}

#[derive(Clone, Debug)]
struct Button {
    label: String,
    field: Option<(String, String)>,
    action: Option<String>,
    method: Option<String>,
}

/// A form as it stands on the page, with what the visitor has entered.
#[derive(Clone)]
pub struct FormFill {
    client: Client,
    page: String,
    action: String,
    method: String,
    /// The address and method that htmx uses in place of the form's own.
    htmx: Option<(String, String)>,
    /// The id of the element that htmx would put the answer into.
    target: Option<String>,
    fields: Vec<Field>,
    buttons: Vec<Button>,
    pressed: usize,
}

impl FormFill {
    pub(super) fn read(client: Client, page: &str, dom: &Html, form: ElementRef<'_>) -> Self {
        assert!(form.value().name() == "form", "not a form: {}", form.html());
        let method = form.attr("method").unwrap_or("get").to_lowercase();
        let mut fill = Self {
            action: form.attr("action").unwrap_or(page).to_owned(),
            page: page.to_owned(),
            method,
            htmx: htmx(form),
            target: form.attr("hx-target").map(|id| id.trim_start_matches('#').to_owned()),
            fields: Vec::new(),
            buttons: Vec::new(),
            pressed: 0,
            client,
        };
        let controls = selector("input, select, textarea, button");
        for control in dom.select(&controls) {
            // What Enter in the box of a row presses sends nothing.
            let is_nothing = control.attr("formmethod") == Some("dialog");
            if belongs(control, form) && !disabled(control) && !is_nothing {
                fill.add(control);
            }
        }
        fill
    }

    /// Types into a field, or chooses an option or a radio button by its value.
    ///
    /// # Panics
    /// When a visitor could not do that here; [`FormFill::tamper`] is for the others.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        let kind = self.named(name).kind;
        match kind {
            Kind::Fixed => panic!("{name:?} cannot be changed by a visitor"),
            Kind::Box => panic!("{name:?} is a box: check or uncheck it"),
            Kind::Text => self.write(name, value),
            Kind::Radio | Kind::Option => {
                let known = self.values(name);
                assert!(known.contains(&value.to_owned()), "{name:?} offers only {known:?}");
                for field in self.fields.iter_mut().filter(|field| field.name == name) {
                    field.sent = field.value == value;
                }
            }
        }
        self
    }

    /// Ticks the box of this name and value.
    #[must_use]
    pub fn check(self, name: &str, value: &str) -> Self {
        self.tick(name, value, true)
    }

    #[must_use]
    pub fn uncheck(self, name: &str, value: &str) -> Self {
        self.tick(name, value, false)
    }

    /// Sends a value that the page does not offer, in a field that it may not have.
    #[must_use]
    pub fn tamper(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.fields.push(Field { name: name.to_owned(), value: value.to_owned(), kind: Kind::Fixed, sent: true });
        self
    }

    /// Leaves a field out altogether.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|field| field.name != name);
        self
    }

    /// Chooses the button with this label; without, the first one is pressed, as by Enter.
    #[must_use]
    pub fn press(mut self, label: &str) -> Self {
        let labels: Vec<_> = self.buttons.iter().map(|button| &button.label).collect();
        let at = labels.iter().position(|known| *known == label);
        self.pressed = at.unwrap_or_else(|| panic!("no button {label:?}, only {labels:?}"));
        self
    }

    /// The value that a field would be sent with.
    pub fn value(&self, name: &str) -> Option<String> {
        self.pairs().into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The values that a choice offers.
    pub fn values(&self, name: &str) -> Vec<String> {
        let fields = self.fields.iter().filter(|field| field.name == name);
        fields.map(|field| field.value.clone()).collect()
    }

    /// The names of all fields, hidden ones too.
    pub fn names(&self) -> BTreeSet<String> {
        self.fields.iter().map(|field| field.name.clone()).collect()
    }

    pub fn action(&self) -> &str {
        &self.action
    }

    /// What would be sent, in the order of the page.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let sent = self.fields.iter().filter(|field| field.sent);
        sent.map(|field| (field.name.clone(), field.value.clone()))
            .chain(self.button().and_then(|button| button.field.clone()))
            .collect()
    }

    /// Sends the form without script.
    pub async fn submit(self) -> Page {
        let button = self.button();
        let action = button.and_then(|button| button.action.as_ref()).unwrap_or(&self.action);
        let method = button.and_then(|button| button.method.as_ref()).unwrap_or(&self.method);
        self.send(&method.clone(), &action.clone(), &[]).await
    }

    /// Sends the form as htmx does where it has `hx-post` or the like (or is boosted).
    pub async fn submit_htmx(self) -> Page {
        let own = (self.method.clone(), self.action.clone());
        let (method, action) = self.htmx.clone().unwrap_or(own);
        let at = self.client.absolute(&self.page);
        let mut headers = vec![("hx-request", "true"), ("hx-current-url", &at)];
        let target = self.target.clone();
        headers.extend(target.as_deref().map(|target| ("hx-target", target)));
        self.send(&method, &action, &headers).await
    }

    async fn send(&self, method: &str, action: &str, headers: &[(&str, &str)]) -> Page {
        let address = self.client.resolve(&self.page, action);
        let pairs = self.pairs();
        if method == "get" {
            let query = super::client::encode(&pairs);
            let bare = address.split('?').next().unwrap_or_default();
            return self.client.get_with(&format!("{bare}?{query}"), headers).await;
        }
        let referer = self.client.absolute(&self.page);
        let mut all = vec![("referer", referer.as_str())];
        all.extend_from_slice(headers);
        self.client.send(method, &address, &pairs, &all).await
    }

    fn button(&self) -> Option<&Button> {
        self.buttons.get(self.pressed)
    }

    fn named(&self, name: &str) -> &Field {
        let found = self.fields.iter().find(|field| field.name == name);
        found.unwrap_or_else(|| panic!("no field {name:?}, only {:?}", self.names()))
    }

    fn write(&mut self, name: &str, value: &str) {
        let field = self.fields.iter_mut().find(|field| field.name == name);
        field.expect("the field was just found").value = value.to_owned();
    }

    fn tick(mut self, name: &str, value: &str, on: bool) -> Self {
        let known = self.values(name);
        let mut fields = self.fields.iter_mut();
        let found = fields.find(|field| field.kind == Kind::Box && field.name == name && field.value == value);
        found.unwrap_or_else(|| panic!("no box {name:?} with {value:?}, only {known:?}")).sent = on;
        self
    }

    fn add(&mut self, control: ElementRef<'_>) {
        let tag = control.value().name();
        let kind = control.attr("type").unwrap_or("").to_lowercase();
        let name = control.attr("name").unwrap_or_default().to_owned();
        let value = control.attr("value").map(str::to_owned);
        match (tag, kind.as_str()) {
            ("button", "button" | "reset") | ("input", "button" | "reset" | "file" | "image") => {}
            ("button", _) | ("input", "submit") => self.buttons.push(button(control, name)),
            _ if name.is_empty() => {}
            ("select", _) => self.add_options(control, &name),
            ("input", "checkbox" | "radio") => {
                let kind = if kind == "radio" { Kind::Radio } else { Kind::Box };
                let sent = control.attr("checked").is_some();
                self.push(name, value.unwrap_or_else(|| "on".into()), kind, sent);
            }
            _ => {
                let fixed = kind == "hidden" || control.attr("readonly").is_some();
                let kind = if fixed { Kind::Fixed } else { Kind::Text };
                let value = match tag {
                    "textarea" => control.text().collect::<String>(),
                    _ => value.unwrap_or_default(),
                };
                self.push(name, value, kind, true);
            }
        }
    }

    fn add_options(&mut self, select: ElementRef<'_>, name: &str) {
        let options: Vec<_> = select.select(&selector("option")).collect();
        let chosen = options.iter().rposition(|option| option.attr("selected").is_some());
        let multiple = select.attr("multiple").is_some();
        for (at, option) in options.iter().enumerate() {
            let value = option.attr("value").map_or_else(|| spaced(*option), str::to_owned);
            let sent = match multiple {
                true => option.attr("selected").is_some(),
                false => at == chosen.unwrap_or(0),
            };
            self.push(name.to_owned(), value, Kind::Option, sent);
        }
    }

    fn push(&mut self, name: String, value: String, kind: Kind, sent: bool) {
        self.fields.push(Field { name, value, kind, sent });
    }
}

fn button(control: ElementRef<'_>, name: String) -> Button {
    let value = control.attr("value").unwrap_or_default();
    let label = match control.value().name() {
        "input" => value.to_owned(),
        _ => match control.attr("aria-label") {
            Some(label) => label.to_owned(),
            None => spaced(control),
        },
    };
    Button {
        label,
        field: (!name.is_empty()).then(|| (name, value.to_owned())),
        action: control.attr("formaction").map(str::to_owned),
        method: control.attr("formmethod").map(str::to_lowercase),
    }
}

/// Inside the form, or tied to it by its id.
fn belongs(control: ElementRef<'_>, form: ElementRef<'_>) -> bool {
    match control.attr("form") {
        Some(id) => form.attr("id") == Some(id),
        None => control.ancestors().any(|node| node.id() == form.id()),
    }
}

fn disabled(control: ElementRef<'_>) -> bool {
    let in_fieldset = control.ancestors().filter_map(ElementRef::wrap);
    control.attr("disabled").is_some()
        || in_fieldset.filter(|element| element.value().name() == "fieldset").any(|fieldset| fieldset.attr("disabled").is_some())
}

fn htmx(form: ElementRef<'_>) -> Option<(String, String)> {
    ["get", "post", "put", "patch", "delete"].iter().find_map(|method| {
        let action = form.attr(&format!("hx-{method}"))?;
        Some(((*method).to_owned(), action.to_owned()))
    })
}
