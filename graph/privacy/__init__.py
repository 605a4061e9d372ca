"""What people may ask about themselves: to be forgotten (RGPD art. 17), to see what is held (art. 15), to be told (art. 14)."""
