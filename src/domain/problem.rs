//! What can be wrong with one part of a command. Each type says in its own file which problem what it is not is.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Missing,
    TooLong {
        most: usize,
    },
    BadCharacter,
    NotAnEmail,
    TooManyAddresses {
        most: usize,
    },
    NotSeats,
    NotAPlan,
    PlanNotForClients,
    PasswordTooShort,
    PasswordTooLong,
    PasswordTooEasy,
    NotAChoice,
    WrongPassword,
    WrongCode,
    /// The code is right for another moment: by how much the phone's clock differs, in minutes.
    ClockAhead {
        minutes: i64,
    },
    ClockBehind {
        minutes: i64,
    },
    SameAddress,
    NotAMoment,
    /// Another number was typed than that of those to whom something is done.
    NotTheNumber {
        number: usize,
    },
    /// There is more to search in it than a request may take.
    TooMuch,
}
