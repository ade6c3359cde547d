"""What a payer or a funding body has allowed, refused or not yet answered."""
