"""French and English as one language: reading, translating and comparing texts of both."""
