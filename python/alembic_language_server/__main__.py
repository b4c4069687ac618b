"""`python -m alembic_language_server` is alembic-ls."""

from alembic_language_server import main

main()
