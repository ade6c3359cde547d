"""Letters made of facts: prior authorisation, renewal, appeal, and the record of a shared decision."""
