"""add wish lists

Revision ID: 60a7283de4f1
Revises: 60a7283de4f1
Create Date: 2025-07-08 16:47:12.330157

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "60a7283de4f1"
down_revision: Union[str, Sequence[str], None] = "60a7283de4f1"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "wish_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_wish_lists_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish_lists")),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("wish_lists")
