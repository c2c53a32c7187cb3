"""The stages of a run, in the order the data takes."""
