"""a1

Revision ID: a1
Revises: 

"""
from alembic import op

revision = "a1"
down_revision = None


def upgrade():
    pass


def downgrade():
    pass
