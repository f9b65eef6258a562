"""The log of incidents, complaints and duties."""
