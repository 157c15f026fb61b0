//! Who lives in the made-up world. Addresses end in `.example` (RFC 2606) and come from the
//! networks for documentation (RFC 5737), so that nothing in here reaches anybody.

use crate::domain::members::Role::{self, Admin, Owner, User};
use crate::domain::members::Status::{self, Accepted, Confirmed, Invited, Revoked};

#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub name: &'static str,
    pub email: &'static str,
    pub language: &'static str,
    /// The network address from which this person works.
    pub address: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Team {
    pub name: &'static str,
    pub admin: Person,
    pub service: Option<Person>,
}

#[derive(Debug)]
pub(super) struct Company {
    pub name: &'static str,
    pub plan: &'static str,
    pub seats: &'static str,
    pub is_suspended: bool,
    /// The place of its provider and the address of who added it.
    pub client_of: Option<(usize, &'static str)>,
    /// The first one founded it and invites the others.
    pub members: &'static [(Person, Role, Status)],
}

const fn dutch(name: &'static str, email: &'static str, address: &'static str) -> Person {
    Person { name, email, language: "nl", address }
}

const fn english(name: &'static str, email: &'static str, address: &'static str) -> Person {
    Person { name, email, language: "en", address }
}

const SANNE: Person = english("Sanne de Vries", "sanne@managed-services.example", "192.0.2.10");
const JORIS: Person = english("Joris Bakker", "joris@managed-services.example", "192.0.2.11");
const PIETER: Person = dutch("Pieter van den Berg", "pieter@another-provider.example", "198.51.100.20");
const WILLEMIJN: Person = english("Willemijn Smit", "willemijn@second-client.example", "203.0.113.30");
const THOMAS: Person = dutch("Thomas Visser", "thomas@third-client.example", "203.0.113.60");
const FENNA: Person = dutch("Fenna Hofstra", "fenna@neighbour.example", "198.51.100.90");

pub(super) const NEW_COLLEAGUE: Person = dutch("Lotte Mulder", "lotte@managed-services.example", "192.0.2.12");
pub(super) const AWAY: Person = dutch("Bas Willems", "bas@managed-services.example", "192.0.2.13");
pub(super) const INVITED_COLLEAGUE: &str = "milan@managed-services.example";

pub(super) const PROVIDER: Team = Team { name: "Example Managed Services", admin: SANNE, service: Some(JORIS) };
pub(super) const OTHER_PROVIDER: Team = Team { name: "Another Example Provider", admin: PIETER, service: None };

/// Who can sign in, in the order in which they are shown.
pub(super) const ACCOUNTS: &[(&str, &str)] = &[
    (SANNE.email, "provider admin of Example Managed Services, and owner of My Client's Organization"),
    (JORIS.email, "service user of Example Managed Services"),
    (WILLEMIJN.email, "owner of Second Client's Organization"),
    (THOMAS.email, "owner of Third Client's Organization (in Dutch)"),
    (PIETER.email, "provider admin of Another Example Provider (in Dutch)"),
    (FENNA.email, "owner of Neighbour's Organization, a client of Another Example Provider (in Dutch)"),
];

/// The first one is the organization of the story.
pub(super) const ORGANIZATIONS: &[Company] = &[
    Company {
        name: "My Client's Organization",
        plan: "Enterprise (Annually) 2020",
        seats: "25",
        is_suspended: false,
        client_of: None,
        members: &[(SANNE, Owner, Confirmed)],
    },
    Company {
        name: "Second Client's Organization",
        plan: "Teams (Monthly) 2020",
        seats: "15",
        is_suspended: false,
        client_of: Some((0, SANNE.email)),
        members: &[
            (WILLEMIJN, Owner, Confirmed),
            (english("Daniel Okafor", "daniel@second-client.example", "203.0.113.31"), Admin, Confirmed),
            (english("Noor Jansen", "noor@second-client.example", "203.0.113.32"), User, Confirmed),
            (english("Bram de Boer", "bram@second-client.example", "203.0.113.33"), User, Confirmed),
            (english("Maria Castelo", "maria@second-client.example", "203.0.113.34"), Owner, Accepted),
            (english("Ruben Kok", "ruben@second-client.example", "203.0.113.35"), User, Accepted),
            (english("Iris van Leeuwen", "iris@second-client.example", "203.0.113.36"), User, Revoked),
            (english("", "stijn@second-client.example", ""), User, Invited),
            (english("", "helen@second-client.example", ""), Admin, Invited),
        ],
    },
    Company {
        name: "Third Client's Organization",
        plan: "Enterprise (Monthly) 2020",
        seats: "10",
        is_suspended: false,
        client_of: Some((0, SANNE.email)),
        members: &[
            (THOMAS, Owner, Confirmed),
            (dutch("Jasmijn Peters", "jasmijn@third-client.example", "203.0.113.61"), Owner, Confirmed),
            (dutch("Yusuf Demir", "yusuf@third-client.example", "203.0.113.62"), Admin, Confirmed),
            (dutch("Anouk Dijkstra", "anouk@third-client.example", "203.0.113.63"), User, Confirmed),
            (dutch("Sem Verhoeven", "sem@third-client.example", "203.0.113.64"), Admin, Accepted),
            (dutch("Karel Postma", "karel@third-client.example", "203.0.113.65"), User, Revoked),
            (dutch("", "roos@third-client.example", ""), User, Invited),
        ],
    },
    Company {
        name: "Example Test Organization",
        plan: "Free",
        seats: "2",
        is_suspended: false,
        client_of: None,
        members: &[(SANNE, Owner, Confirmed), (JORIS, User, Confirmed)],
    },
    Company {
        name: "Former Client's Organization",
        plan: "Teams (Annually) 2023",
        seats: "5",
        is_suspended: true,
        client_of: None,
        members: &[
            (SANNE, Owner, Confirmed),
            (dutch("Gijs Kuipers", "gijs@former-client.example", "203.0.113.70"), User, Confirmed),
        ],
    },
    Company {
        name: "Neighbour's Organization",
        plan: "Enterprise (Annually) 2023",
        seats: "50",
        is_suspended: false,
        client_of: Some((1, PIETER.email)),
        members: &[
            (FENNA, Owner, Confirmed),
            (dutch("Wouter Hoekstra", "wouter@neighbour.example", "198.51.100.91"), Admin, Confirmed),
            (dutch("Eline Zijlstra", "eline@neighbour.example", "198.51.100.92"), User, Accepted),
            (dutch("", "jelle@neighbour.example", ""), User, Invited),
        ],
    },
];
