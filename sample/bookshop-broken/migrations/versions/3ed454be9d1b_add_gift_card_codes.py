"""add gift card codes

Revision ID: 3ed454be9d1b
Revises: 5d879846cb07
Create Date: 2025-07-01 12:05:02.760931

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "3ed454be9d1b"
down_revision: Union[str, Sequence[str], None] = "5d879846cb07"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("gift_cards", sa.Column("code", sa.String(length=16), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column("gift_cards", "code")
