"""count helpful votes of reviews

Revision ID: c5bc4103cc90
Revises: 2183734bd31c
Create Date: 2025-03-10 17:52:37.748205

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "c5bc4103cc90"
down_revision: Union[str, Sequence[str], None] = "2183734bd31c"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.add_column(sa.Column("helpful_votes", sa.Integer(), server_default="0", nullable=False))
        batch_op.alter_column("body", new_column_name="text", existing_type=sa.Text())


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.alter_column("text", new_column_name="body", existing_type=sa.Text())
        batch_op.drop_column("helpful_votes")
