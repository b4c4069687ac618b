"""add stock movements

Revision ID: 466ad7d99536
Revises: 617a1c545f8c
Create Date: 2025-06-04 18:22:15.662980

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "466ad7d99536"
down_revision: Union[str, Sequence[str], None] = "617a1c545f8d"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "stock_movements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Enum("delivery", "sale", "damage", name="stock_reason"), nullable=False),
        sa.Column("moved_at", sa.DateTime(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["books.id"], name=op.f("fk_stock_movements_book_id_books")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
    )
    op.create_index(op.f("ix_stock_movements_book_id"), "stock_movements", ["book_id"], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index(op.f("ix_stock_movements_book_id"), table_name="stock_movements")
    op.drop_table("stock_movements")
