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
    SameAddress,
    NotAMoment,
    /// There is more to search in it than a request may take.
    TooMuch,
}
