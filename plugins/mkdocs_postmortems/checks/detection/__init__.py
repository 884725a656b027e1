"""What rules look for in texts: secrets, personal data, phrases, and where they stand."""
