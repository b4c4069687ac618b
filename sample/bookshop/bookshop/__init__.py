"""A bookshop: what it sells, to whom, and what readers say."""
