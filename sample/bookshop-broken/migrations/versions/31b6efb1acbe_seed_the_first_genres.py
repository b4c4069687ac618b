"""seed the first genres

Revision ID: 31b6efb1acbe
Revises: 80037ec2a029
Create Date: 2025-03-06 13:27:48.559034

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "31b6efb1acbe"
down_revision: Union[str, Sequence[str], None] = "80037ec2a029"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    genres = sa.table("genres", sa.column("name", sa.String))
    op.bulk_insert(
        genres,
        [{"name": "Fiction"}, {"name": "Crime"}, {"name": "History"}, {"name": "Children"}],
    )
    op.execute(
        """
        INSERT INTO book_genres (book_id, genre_id)
        SELECT books.id, genres.id
        FROM books, genres
        WHERE genres.name = 'Fiction'
        """
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.execute("DELETE FROM book_genres")
    op.execute("DELETE FROM genres WHERE name IN ('Fiction', 'Crime', 'History', 'Children')")
