"""Google Ads and Google Analytics."""
