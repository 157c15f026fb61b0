//! The rig tests itself: a sink that loses mail or a client that forgets a field would make
//! every other test worthless.

mod client;
mod database;
mod markup;
mod smtp;
