"""`--tour`: the program walks through itself, without a hand on it."""
