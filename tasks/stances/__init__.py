"""Stances: who holds which stance toward whom or what, with the sentence that proves it."""
