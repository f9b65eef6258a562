"""The Goals pane: objectives, their KPIs, readings and check-ins."""
