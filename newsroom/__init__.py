"""A sample newsroom on loopback: feeds and pages for the demo and the tests."""
