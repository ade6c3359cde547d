"""Logging in, second factors, passkeys, and the ends of sessions."""
