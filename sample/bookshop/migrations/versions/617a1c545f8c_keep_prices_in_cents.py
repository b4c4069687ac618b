"""keep prices in cents

Revision ID: 617a1c545f8c
Revises: 9e397b4b4b84
Create Date: 2025-05-19 10:51:04.275581

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "617a1c545f8c"
down_revision: Union[str, Sequence[str], None] = "9e397b4b4b84"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("books", sa.Column("price_cents", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE books SET price_cents = CAST(round(price * 100) AS INTEGER)")
    op.drop_column("books", "price")


def downgrade() -> None:
    """Downgrade schema."""
    op.add_column(
        "books", sa.Column("price", sa.Numeric(precision=8, scale=2), server_default="0", nullable=False)
    )
    op.execute("UPDATE books SET price = price_cents / 100.0")
    op.drop_column("books", "price_cents")
