"""add tags

Revision ID: 80037ec2a029
Revises: 2314eb681077
Create Date: 2025-03-05 09:02:51.448120

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "80037ec2a029"
down_revision: Union[str, Sequence[str], None] = "2314eb681077"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("tags")
