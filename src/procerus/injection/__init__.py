"""The injection: sites, doses, vials, limits and the head map."""
