"""merge reviews and genres

Revision ID: aabbc9495523
Revises: c5bc4103cc90, 31b6efb1acbe
Create Date: 2025-03-12 09:00:31.874459

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "aabbc9495523"
down_revision: Union[str, Sequence[str], None] = ("c5bc4103cc90", "31b6efb1acbe")
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    pass


def downgrade() -> None:
    """Downgrade schema."""
    pass
