"""What ``bridge.py`` asks the project's own Alembic with."""
