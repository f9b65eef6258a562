"""Readings of KPIs."""
