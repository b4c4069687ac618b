"""add isbn to books

Revision ID: 9e397b4b4b84
Revises: 140d77cc1d2e
Create Date: 2025-04-22 12:36:50.006293

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "9e397b4b4b84"
down_revision: Union[str, Sequence[str], None] = "140d77cc1d2e"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("books", schema=None) as batch_op:
        batch_op.add_column(sa.Column("isbn", sa.String(length=13), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_books_isbn"), ["isbn"])


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table("books", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_books_isbn"), type_="unique")
        batch_op.drop_column("isbn")
