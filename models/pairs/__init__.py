"""The pair classifier: how it is trained, exported and measured."""
