"""add newsletter

Revision ID: e0d8a9a90e64
Revises: 1eefc6b8b898
Create Date: 2025-07-14 10:33:27.015548

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "e0d8a9a90e64"
down_revision: Union[str, Sequence[str], None] = "1eefc6b8b898
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("customers", sa.Column("newsletter", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column("customers", "newsletter")
