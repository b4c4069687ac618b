"""split customer names

Revision ID: 140d77cc1d2e
Revises: aabbc9495523
Create Date: 2025-04-02 15:09:22.390717

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "140d77cc1d2e"
down_revision: Union[str, Sequence[str], None] = "aabbc9495523"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("customers", sa.Column("first_name", sa.String(length=80), server_default="", nullable=False))
    op.add_column("customers", sa.Column("last_name", sa.String(length=80), server_default="", nullable=False))
    op.execute(
        """
        UPDATE customers
        SET first_name = CASE WHEN instr(name, ' ') > 0 THEN substr(name, 1, instr(name, ' ') - 1) ELSE name END,
            last_name = CASE WHEN instr(name, ' ') > 0 THEN substr(name, instr(name, ' ') + 1) ELSE '' END
        """
    )
    op.drop_column("customers", "name")


def downgrade() -> None:
    """Downgrade schema."""
    op.add_column("customers", sa.Column("name", sa.String(length=160), server_default="", nullable=False))
    op.execute("UPDATE customers SET name = trim(first_name || ' ' || last_name)")
    op.drop_column("customers", "last_name")
    op.drop_column("customers", "first_name")
