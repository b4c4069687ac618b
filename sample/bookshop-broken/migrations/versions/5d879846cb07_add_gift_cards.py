"""add gift cards

Revision ID: 5d879846cb07
Revises: 3ed454be9d1b
Create Date: 2025-07-01 11:20:31.118204

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "5d879846cb07"
down_revision: Union[str, Sequence[str], None] = "3ed454be9d1b"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "gift_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("balance_cents", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_cards")),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("gift_cards")
