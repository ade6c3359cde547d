"""How the service does, in numbers that open to the patients behind them."""
