//! Whole files to the model.
