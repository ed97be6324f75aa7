//! The walks, held against a list of every walk, and against what the contract says of single cases.

mod brute;
mod build;
mod cases;
mod every_walk;
