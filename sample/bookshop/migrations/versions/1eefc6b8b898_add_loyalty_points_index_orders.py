"""add loyalty points, index orders

Revision ID: 1eefc6b8b898
Revises: 466ad7d99536
Create Date: 2025-06-20 09:33:58.914067

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "1eefc6b8b898"
down_revision: Union[str, Sequence[str], None] = "466ad7d99536"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("customers", sa.Column("loyalty_points", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_orders_customer_id_placed_at", "orders", ["customer_id", "placed_at"], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index("ix_orders_customer_id_placed_at", table_name="orders")
    op.drop_column("customers", "loyalty_points")
