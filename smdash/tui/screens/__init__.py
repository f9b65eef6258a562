"""Screens over the panes: help, explanation, confirmation, forms, import preview, welcome."""
