"""The dashboard, and the only place that imports Textual."""
