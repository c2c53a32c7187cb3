"""What we trained ourselves: weights, their card, and how they were made."""
