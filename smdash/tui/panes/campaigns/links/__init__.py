"""Links, promo codes, and sales that match no campaign."""
