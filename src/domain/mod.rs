pub mod network;
pub mod password;
