"""Letters and print-outs, each kept as it was sent."""
