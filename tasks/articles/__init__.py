"""Articles: pages fetched, archived, read into clean dated text."""
