"""The only gateway to the database, and the only place that imports SQLAlchemy."""
