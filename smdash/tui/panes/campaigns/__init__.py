"""The Campaigns pane: what each campaign cost and brought, how sure that is, and the rows behind it."""
