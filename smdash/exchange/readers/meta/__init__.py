"""Facebook and Instagram: Business Suite, Insights until 2021, and Ads Manager."""
