"""Who gets in: log-in, second factors, one-time links, and the staff and settings of a clinic."""
